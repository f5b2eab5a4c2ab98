package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.print.View;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A window's report for people, the worst first: the verdict in a sentence with what is done about it, what broke, what
 * changed, and then the rest. What is as it should be is counted, not listed; {@code -o json} has all of it.
 */
final class ReportView implements View {
    private static final Card SUBJECT = Card.blank()
            .line("model", "/champion")
            .line("window", "/window")
            .line("challenger", "/challenger", Cell.DIGEST)
            .line("declaration", "/context/spec/revision");
    private static final Table OBJECTIVES = Table.of("", "No objective is declared.")
            .column("OBJECTIVE", "/objective/metric")
            .column("STATE", "/kind")
            .column("WINDOW", "/window/value")
            .column("FROM", "/window/lower")
            .column("TO", "/window/upper")
            .column("REFERENCE", "/reference/value")
            .column("MAY BE WORSE BY", "/objective/worseThanReferenceBy")
            .column("REASON", "/reason");
    private static final Table COLUMNS = Table.of("", "No column drifted.")
            .column("COLUMN", "/column")
            .column("STATE", "/kind")
            .column("WORST MEASURE", "/measurements/0/measure")
            .column("EFFECT", "/measurements/0/effect")
            .column("FLOOR", "/measurements/0/floor")
            .column("NOISE", "/measurements/0/noiseThreshold")
            .column("ADJUSTED P", "/measurements/0/adjustedPValue")
            .column("REASON", "/reason");
    private static final Table EVENTS = Table.of("", "Nothing else happened.")
            .column("TIME", "/at", Cell.TIME)
            .column("EVENT", "/kind")
            .column("WHAT HAPPENED", "/sentence");
    private static final List<String> WORST_FIRST = List.of("broken", "not-evaluable", "kept");

    @Override
    public void print(JsonNode answer, Printer printer) {
        JsonNode report = answer.path("report");
        verdict(report, printer);
        printer.line("");
        SUBJECT.print(report, printer);
        rows(report, printer);
        printer.line("report       " + Cell.DIGEST.of(digest(answer)));
        reasons(report.at("/verdict/reasons"), printer);
        objectives(report.at("/verdict/objectives"), printer);
        columns(report.at("/verdict/evidence/drift/columns"), printer);
        events(report.at("/context/events"), printer);
        notes(report.path("notes"), printer);
    }

    private static JsonNode digest(JsonNode answer) {
        return answer.has("digest") ? answer.path("digest") : answer.at("/evaluated/report");
    }

    private static void verdict(JsonNode report, Printer printer) {
        JsonNode verdict = report.path("verdict");
        printer.line(Cell.TEXT.of(verdict.path("word")).toUpperCase(Locale.ROOT) + ": "
                + Cell.TEXT.of(verdict.at("/reasons/0")));
        printer.line("action: " + Cell.TEXT.of(verdict.path("action")));
    }

    private static void rows(JsonNode report, Printer printer) {
        JsonNode labels = report.at("/verdict/evidence/champion/labels");
        long predictions = labels.path("predictions").asLong();
        if (predictions > 0) {
            printer.line(String.format(
                    Locale.ROOT,
                    "rows         %,d predictions, %.1f %% of their labels have arrived",
                    predictions,
                    100.0 * labels.path("labelled").asLong() / predictions));
        }
    }

    private static void reasons(JsonNode reasons, Printer printer) {
        if (reasons.size() > 1) {
            printer.line("");
            for (int i = 1; i < reasons.size(); i++) {
                printer.line("  - " + Cell.TEXT.of(reasons.path(i)));
            }
        }
    }

    private static void objectives(JsonNode objectives, Printer printer) {
        if (!objectives.isEmpty()) {
            printer.line("");
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
            StreamSupport.stream(objectives.spliterator(), false)
                    .sorted(Comparator.comparingInt(
                            outcome -> WORST_FIRST.indexOf(outcome.path("kind").asText())))
                    .forEach(sorted::add);
            OBJECTIVES.print(sorted, printer);
        }
    }

    private static void columns(JsonNode columns, Printer printer) {
        if (!columns.isEmpty()) {
            ArrayNode told =
                    where(columns, column -> !column.path("kind").asText().equals("stable"));
            int stable = columns.size() - told.size();
            printer.line("");
            COLUMNS.print(told, printer);
            if (stable > 0 && !told.isEmpty()) {
                printer.line(stable + (stable == 1 ? " more column is stable" : " more columns are stable"));
            }
        }
    }

    private static void events(JsonNode events, Printer printer) {
        if (!events.isEmpty()) {
            printer.line("");
            EVENTS.print(events, printer);
        }
    }

    private static void notes(JsonNode notes, Printer printer) {
        if (!notes.isEmpty()) {
            printer.line("");
            notes.forEach(note -> printer.line("note: " + Cell.TEXT.of(note)));
        }
    }

    private static ArrayNode where(JsonNode rows, Predicate<JsonNode> wanted) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(rows.spliterator(), false).filter(wanted).forEach(found::add);
        return found;
    }
}
