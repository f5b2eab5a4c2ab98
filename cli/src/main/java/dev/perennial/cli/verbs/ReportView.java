package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Outline;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.print.View;

/** A window's report for people: the verdict with its reasons, then objectives and columns, the worst first. */
final class ReportView implements View {
    private static final Card HEAD = Card.blank()
            .line("model", "/model")
            .line("window", "/report/window")
            .line("champion", "/report/champion")
            .line("verdict", "/report/verdict/word")
            .line("action", "/report/verdict/action")
            .line("report", "/evaluated/report", Cell.DIGEST);
    private static final Table OBJECTIVES = Table.of("/report/verdict/objectives", "No objective is declared.")
            .column("OBJECTIVE", "/objective/metric")
            .column("STATE", "/kind")
            .column("REFERENCE", "/reference/value")
            .column("WINDOW", "/window/value")
            .column("FROM", "/window/lower")
            .column("TO", "/window/upper")
            .column("WORSE BY", "/excess")
            .column("TOLERATED", "/objective/worseThanReferenceBy");
    private static final Table COLUMNS = Table.of("/report/verdict/evidence/drift/columns", "No column was compared.")
            .column("COLUMN", "/column")
            .column("STATE", "/kind")
            .column("WORST MEASURE", "/measurements/0/measure")
            .column("EFFECT", "/measurements/0/effect")
            .column("FLOOR", "/measurements/0/floor")
            .column("NOISE", "/measurements/0/noiseThreshold")
            .column("ADJUSTED P", "/measurements/0/adjustedPValue")
            .column("REASON", "/reason");

    @Override
    public void print(JsonNode answer, Printer printer) {
        HEAD.print(answer, printer);
        JsonNode report = answer.path("report");
        section("because", report.at("/verdict/reasons"), printer);
        if (!report.at("/verdict/objectives").isEmpty()) {
            printer.line("");
            OBJECTIVES.print(answer, printer);
        }
        if (!report.at("/verdict/evidence/drift/columns").isEmpty()) {
            printer.line("");
            COLUMNS.print(answer, printer);
        }
        section("numbers", report.path("numbers"), printer);
        section("notes", report.path("notes"), printer);
    }

    private static void section(String name, JsonNode content, Printer printer) {
        if (!content.isEmpty()) {
            printer.line("");
            printer.line(name);
            Outline.of("").print(content, printer);
        }
    }
}
