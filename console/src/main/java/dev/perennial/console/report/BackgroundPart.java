package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;

/** The rows, the events of the window, and the documents that the report rests on. */
final class BackgroundPart {
    private final JsonNode report;
    private final String digest;

    BackgroundPart(JsonNode report, String digest) {
        this.report = report;
        this.digest = digest;
    }

    Markup markup() {
        return Markup.all(
                ReportPage.section("Events in the window", Markup.EMPTY, events()),
                ReportPage.section(
                        "False alarms",
                        Markup.EMPTY,
                        Markup.name(Words.sentence(
                                report.at("/sections/falseAlarms/because").asText("")))),
                ReportPage.section("Rows", Markup.EMPTY, rows()),
                ReportPage.section("What this report rests on", Markup.EMPTY, basis()));
    }

    private Markup events() {
        Grid table = new Grid("Time (UTC)", "Event", "What happened");
        report.at("/context/events")
                .forEach(event -> table.row(
                        Markup.text(Words.time(event.path("at").asText())),
                        Markup.name(Words.plain(event.path("kind").asText())),
                        Markup.name(event.path("sentence").asText())));
        return table.isEmpty() ? Markup.EMPTY : table.scrolling();
    }

    private Markup rows() {
        List<Markup> content = new ArrayList<>();
        Grid table = new Grid("Rows", "Count");
        report.at("/context/rows")
                .properties()
                .forEach(field -> table.row(Markup.text(Words.plain(field.getKey())), Words.number(field.getValue())));
        if (!table.isEmpty()) {
            content.add(table.scrolling());
        }
        List<Markup> notes = new ArrayList<>();
        report.path("notes").forEach(note -> notes.add(Tag.of("li").holding(Markup.name(note.asText()))));
        if (!notes.isEmpty()) {
            content.add(Tag.of("ul").holding(notes));
        }
        return Markup.all(content);
    }

    private Markup basis() {
        List<Markup> lines = new ArrayList<>();
        line(lines, "Report", digest);
        JsonNode context = report.path("context");
        if (context.has("spec")) {
            line(
                    lines,
                    "Declaration, revision " + context.at("/spec/revision").asInt(),
                    context.at("/spec/digest").asText());
        }
        JsonNode basis = context.path("basis");
        line(lines, "Reference", basis.path("reference").asText());
        line(
                lines,
                "Baseline, " + basis.at("/compared/period").asText(),
                basis.at("/compared/profile").asText(""));
        line(lines, "Champion", basis.path("champion").asText());
        line(
                lines,
                "Challenger",
                basis.path("challenger").asText(report.path("challenger").asText("")));
        line(lines, "Report before", basis.at("/previous/report").asText());
        basis.path("profiles").forEach(profile -> line(lines, "Profile", profile.asText()));
        return lines.isEmpty() ? Markup.EMPTY : Tag.of("dl").holding(lines);
    }

    private static void line(List<Markup> lines, String what, String digest) {
        if (!digest.isEmpty() && !digest.equals("null")) {
            lines.add(Tag.of("dt").holding(what));
            lines.add(Tag.of("dd").holding(Tag.of("code").holding(digest)));
        }
    }
}
