package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;

/** The groups of sensitive columns: their rates, and the gaps between them. */
final class BiasPart {
    private static final int IN_CHART = 10;

    private final JsonNode section;

    BiasPart(JsonNode report) {
        section = report.at("/sections/bias");
    }

    Markup markup() {
        List<Markup> content = new ArrayList<>();
        for (JsonNode column : section.at("/report/columns")) {
            content.add(Tag.of("div", "charts").holding(charts(column)));
            content.add(gaps(column));
        }
        List<String> sentences = new ArrayList<>();
        section.path("because").forEach(sentence -> sentences.add(sentence.asText()));
        return content.isEmpty()
                ? Markup.EMPTY
                : ReportPage.section(
                        "Groups", Markup.name(Words.sentence(String.join("; ", sentences)) + "."), Markup.all(content));
    }

    private static List<Markup> charts(JsonNode column) {
        List<Markup> charts = new ArrayList<>();
        JsonNode rates = column.at("/groups/0/rates");
        for (int rate = 0; rate < rates.size(); rate++) {
            String name = rates.path(rate).path("name").asText();
            IntervalChart chart = new IntervalChart();
            Grid table = new Grid("Group", "Rows", Words.title(name), "From", "To");
            int shown = 0;
            long most = column.at("/groups/0/rows").asLong(1);
            for (JsonNode group : column.path("groups")) {
                JsonNode estimate = group.path("rates").path(rate).path("estimate");
                if (estimate.has("value") && shown < IN_CHART) {
                    shown++;
                    chart.row(
                            group.path("name").asText(),
                            estimate.path("value").asDouble(),
                            estimate.path("lower").asDouble(),
                            estimate.path("upper").asDouble(),
                            (double) group.path("rows").asLong() / Math.max(1, most),
                            "plain");
                    table.row(
                            Markup.name(group.path("name").asText()),
                            Words.number(group.path("rows")),
                            Words.number(estimate.path("value")),
                            Words.number(estimate.path("lower")),
                            Words.number(estimate.path("upper")));
                }
            }
            if (!chart.isEmpty()) {
                charts.add(chart.figure(
                        Words.title(name) + answer(column) + " by "
                                + column.path("column").asText(),
                        Markup.all(
                                Tag.of("b").holding(Markup.name(Words.title(name) + answer(column))),
                                Markup.text(" by "),
                                Markup.name(column.path("column").asText()),
                                Markup.text(", dots by rows")),
                        table.table()));
            }
        }
        return charts;
    }

    private static Markup gaps(JsonNode column) {
        Grid table = new Grid("Group", "Against", "Measure", "Gap", "From", "To", "Finding");
        for (JsonNode gap : column.path("gaps")) {
            String kind = gap.at("/finding/kind").asText();
            table.styledRow(
                    kind.equals("unequal") ? "failed" : "",
                    Markup.name(gap.path("group").asText()),
                    Markup.name(gap.path("against").asText()),
                    Markup.text(Words.plain(gap.path("measure").asText())),
                    Words.number(gap.at("/value/value")),
                    Words.number(gap.at("/value/lower")),
                    Words.number(gap.at("/value/upper")),
                    Markup.name(gap.at("/finding/reason").asText(Words.plain(kind))));
        }
        return Tag.of("details", "more")
                .holding(
                        Tag.of("summary").holding(Markup.name("Gaps between groups" + gapsOf(column))),
                        table.scrolling());
    }

    /* Of several classes, the one whose rates these are. */
    private static String answer(JsonNode column) {
        String word = column.path("answer").asText("");
        return word.isEmpty() ? "" : " of answer " + word;
    }

    private static String gapsOf(JsonNode column) {
        return answer(column).isEmpty() ? "" : "," + answer(column);
    }
}
