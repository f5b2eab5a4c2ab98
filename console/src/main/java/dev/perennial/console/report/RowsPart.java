package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;

/** What is wrong with the rows, and whether the window is as its season has it. */
final class RowsPart {
    private final JsonNode integrity;
    private final JsonNode patterns;

    RowsPart(JsonNode report) {
        integrity = report.at("/sections/integrity");
        patterns = report.at("/sections/patterns/comparisons");
    }

    Markup markup() {
        return Markup.all(integrity(), patterns());
    }

    private Markup integrity() {
        if (integrity.isMissingNode()) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("About", "State", "What was found", "Where to look first");
        integrity
                .path("findings")
                .forEach(finding -> table.styledRow(
                        finding.path("state").asText().equals("ok") ? "" : "failed",
                        Markup.name(finding.path("subject").asText()),
                        Markup.text(Words.plain(finding.path("state").asText())),
                        Markup.name(finding.path("because").asText()),
                        Markup.name(finding.path("hint").asText())));
        integrity
                .path("notEvaluated")
                .forEach(missing -> table.row(
                        Markup.name(missing.path("subject").asText()),
                        Markup.text("not evaluable"),
                        Markup.name(missing.path("reason").asText()),
                        Markup.EMPTY));
        return ReportPage.section(
                "Integrity",
                table.isEmpty()
                        ? Markup.EMPTY
                        : Markup.name(Words.sentence(integrity.path("because").asText()) + "."),
                table.isEmpty()
                        ? Markup.name(Words.sentence(integrity.path("because").asText()) + ".")
                        : table.scrolling());
    }

    private Markup patterns() {
        Grid table = new Grid("Series", "State", "Beside windows of its season");
        boolean known = false;
        for (JsonNode compared : patterns) {
            String kind = compared.at("/outcome/kind").asText();
            known |= !kind.equals("not-evaluable");
            table.styledRow(
                    kind.equals("departed") ? "failed" : "",
                    Markup.name(Words.plain(compared.path("series").asText())),
                    Markup.text(Words.plain(kind)),
                    Markup.name(compared.path("because").asText()));
        }
        return ReportPage.section("Seasons", Markup.EMPTY, known ? table.scrolling() : Markup.EMPTY);
    }
}
