package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;

/** The declared slices, that of the largest impact on all traffic first. */
final class SlicesPart {
    private static final int IN_CHART = 12;

    private final JsonNode section;
    private final JsonNode weak;

    SlicesPart(JsonNode report) {
        section = report.at("/sections/slices");
        weak = report.at("/sections/weakSlices");
    }

    Markup markup() {
        return Markup.all(declared(), found());
    }

    /* Confirmed on rows that had no part in the search. */
    private Markup found() {
        IntervalChart chart = new IntervalChart();
        Grid table = new Grid("Where", "Traffic", "Excess loss", "From", "To", "Adjusted p", "Impact");
        for (JsonNode slice : weak.path("confirmed")) {
            JsonNode excess = slice.path("excess");
            chart.row(
                    slice.path("where").asText(),
                    excess.path("value").asDouble(),
                    excess.path("lower").asDouble(),
                    excess.path("upper").asDouble(),
                    slice.path("share").asDouble(),
                    "bad");
            table.row(
                    Markup.name(slice.path("where").asText()),
                    Words.share(slice.path("share").asDouble()),
                    Words.number(excess.path("value")),
                    Words.number(excess.path("lower")),
                    Words.number(excess.path("upper")),
                    Words.pValue(slice.path("adjustedPValue")),
                    Words.number(slice.path("impact").asDouble()));
        }
        if (chart.isEmpty()) {
            String kind = weak.path("kind").asText("absent");
            return kind.equals("absent")
                    ? Markup.EMPTY
                    : ReportPage.section(
                            "Weak slices",
                            Markup.EMPTY,
                            Markup.name(
                                    kind.equals("not-evaluable")
                                            ? "Not evaluable: "
                                                    + weak.path("reason").asText()
                                            : "None of " + Words.number(weak.path("regions"))
                                                    + " regions was confirmed to be weak."));
        }
        chart.mark("line: all other rows", 0, "reference");
        return ReportPage.section(
                "Weak slices",
                Markup.text(
                        "Found on one half of the labelled rows and confirmed on the other, which had no part in the"
                                + " search; ranked by share of traffic times excess loss. A model may be weak where the world is hard"
                                + " to predict."),
                Markup.all(
                        Tag.of("div", "charts")
                                .holding(chart.figure(
                                        "Excess loss of weak slices",
                                        Markup.all(
                                                Tag.of("b").holding("Excess loss"),
                                                Markup.text(" over all other rows, dots by traffic")),
                                        table.table())),
                        table.scrolling()));
    }

    private Markup declared() {
        JsonNode slices = section.at("/report/slices");
        if (slices.isEmpty()) {
            return Markup.EMPTY;
        }
        List<Markup> charts = new ArrayList<>();
        JsonNode metrics = slices.path(0).path("metrics");
        for (int metric = 0; metric < metrics.size(); metric++) {
            Markup chart = chart(
                    slices, metric, metrics.path(metric).at("/window/name").asText());
            if (!chart.isEmpty()) {
                charts.add(chart);
            }
        }
        return ReportPage.section(
                "Slices",
                Markup.name(Words.sentence(section.path("because").asText()) + "."),
                Markup.all(Tag.of("div", "charts").holding(charts), table(slices), mixes()));
    }

    private Markup chart(JsonNode slices, int metric, String name) {
        IntervalChart chart = new IntervalChart();
        Grid table = new Grid("Slice", "Traffic", Words.title(name), "From", "To");
        int shown = 0;
        for (JsonNode slice : slices) {
            JsonNode found = slice.path("metrics").path(metric);
            JsonNode estimate = found.at("/window/estimate");
            if (estimate.has("value") && shown < IN_CHART) {
                shown++;
                chart.row(
                        slice.path("name").asText(),
                        estimate.path("value").asDouble(),
                        estimate.path("lower").asDouble(),
                        estimate.path("upper").asDouble(),
                        slice.at("/share/value").asDouble(),
                        isWorse(found) ? "bad" : "plain");
                table.row(
                        Markup.name(slice.path("name").asText()),
                        Words.share(slice.at("/share/value").asDouble()),
                        Words.number(estimate.path("value")),
                        Words.number(estimate.path("lower")),
                        Words.number(estimate.path("upper")));
            }
        }
        JsonNode overall = section.at("/report/overall/metrics").path(metric).at("/window/estimate/value");
        if (overall.isNumber()) {
            chart.mark("line: all rows " + Words.number(overall.asDouble()), overall.asDouble(), "reference");
        }
        return chart.isEmpty()
                ? Markup.EMPTY
                : chart.figure(
                        Words.title(name) + " by slice",
                        Markup.all(
                                Tag.of("b").holding(Markup.name(Words.title(name))),
                                Markup.text(" by slice, dots by traffic, red where worse than tolerated")),
                        table.table());
    }

    private static boolean isWorse(JsonNode metric) {
        return metric.at("/againstReference/kind").asText().equals("worse")
                || metric.at("/againstRest/kind").asText().equals("worse");
    }

    private static Markup table(JsonNode slices) {
        Grid table = new Grid(
                "Slice",
                "Metric",
                "Traffic",
                "Before",
                "Window",
                "Reference",
                "Than before",
                "Than the rest",
                "Impact");
        for (JsonNode slice : slices) {
            for (JsonNode metric : slice.path("metrics")) {
                table.styledRow(
                        isWorse(metric) ? "failed" : "",
                        Markup.name(slice.path("name").asText()),
                        Markup.name(Words.plain(metric.at("/window/name").asText())),
                        Words.share(slice.at("/share/value").asDouble()),
                        Words.share(slice.at("/referenceShare/value").asDouble()),
                        Words.number(metric.at("/window/estimate/value")),
                        Words.number(metric.at("/reference/estimate/value")),
                        finding(metric.path("againstReference")),
                        finding(metric.path("againstRest")),
                        Words.number(metric.path("impact").asDouble()));
            }
        }
        return table.scrolling();
    }

    private static Markup finding(JsonNode finding) {
        String kind = finding.path("kind").asText();
        return Markup.name(
                switch (kind) {
                    case "worse" ->
                        "worse by "
                                + Words.number(finding.at("/comparison/excess").asDouble()) + ", p "
                                + Words.pValue(finding.path("adjustedPValue"));
                    case "inconclusive" ->
                        "undecided, needs about " + Words.number(finding.path("moreLabels")) + " more labels";
                    case "not-evaluable" -> finding.path("reason").asText();
                    default -> Words.plain(kind);
                });
    }

    private Markup mixes() {
        Grid table = new Grid("Change since the reference", "Metric", "In all", "Within groups", "By their shares");
        section.at("/report/mixes")
                .forEach(mix -> table.row(
                        Markup.name("by " + mix.path("definition").asText()),
                        Markup.name(Words.plain(mix.path("metric").asText())),
                        Words.number(mix.path("change")),
                        Words.number(mix.at("/within/value")),
                        Words.number(mix.path("mix"))));
        return table.isEmpty()
                ? Markup.EMPTY
                : Tag.of("details", "more")
                        .holding(
                                Tag.of("summary").holding("Changed groups, or a changed mix of groups?"),
                                table.scrolling());
    }
}
