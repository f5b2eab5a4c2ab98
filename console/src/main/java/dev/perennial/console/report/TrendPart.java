package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import dev.perennial.registry.TimeWindow;
import java.util.ArrayList;
import java.util.List;

/** The first objective's metric, and the challenger's pooled advantage, over the last windows. */
final class TrendPart {
    private final JsonNode report;
    private final List<JsonNode> windows;

    TrendPart(JsonNode report, List<JsonNode> earlier) {
        this.report = report;
        List<JsonNode> all = new ArrayList<>(earlier);
        all.add(report);
        this.windows = List.copyOf(all);
    }

    Markup markup() {
        String metric = report.at("/verdict/objectives/0/objective/metric").asText("log-loss");
        return ReportPage.section(
                "Over the last windows",
                Markup.EMPTY,
                windows.size() < 2
                        ? Markup.EMPTY
                        : Tag.of("div", "charts").holding(performance(metric), advantage(), drift()));
    }

    private Markup performance(String metric) {
        TrendChart chart = new TrendChart();
        Grid table = new Grid("Window", "Verdict", Words.title(metric), "From", "To", "Reference");
        double tolerance = report.at("/verdict/objectives/0/objective/worseThanReferenceBy")
                .asDouble(0);
        double before = 0;
        for (JsonNode window : windows) {
            JsonNode value = figure(window.at("/verdict/evidence/champion"), metric);
            JsonNode reference =
                    figure(window.at("/verdict/evidence/reference"), metric).path("value");
            double end = end(window);
            if (!value.has("value")) {
                continue;
            }
            String verdict = window.at("/verdict/word").asText();
            chart.point(
                    end,
                    day(window),
                    value.path("value").asDouble(),
                    value.path("lower").asDouble(),
                    value.path("upper").asDouble(),
                    VerdictPart.tone(verdict),
                    Words.window(window.path("window").asText()) + ": "
                            + Words.number(value.path("value").asDouble()) + ", " + VerdictPart.said(verdict));
            if (reference.isNumber() && before > 0) {
                double from = before;
                chart.level(from, end, reference.asDouble(), "reference");
                ObjectivesPart.limit(metric, reference.asDouble(), tolerance)
                        .ifPresent(limit -> chart.level(from, end, limit, "limit"));
            }
            before = end;
            table.row(
                    Markup.text(Words.window(window.path("window").asText())),
                    Markup.text(VerdictPart.said(verdict)),
                    Words.number(value.path("value").asDouble()),
                    Words.number(value.path("lower").asDouble()),
                    Words.number(value.path("upper").asDouble()),
                    Words.number(reference));
        }
        return chart.isEmpty()
                ? Markup.EMPTY
                : chart.figure(
                        Words.title(metric) + " over the last windows",
                        Markup.all(
                                Tag.of("b").holding(Words.title(metric)),
                                Markup.text(" with its 95 % band; grey line: reference, dashed: tolerated")),
                        table.table());
    }

    private String unit() {
        return report.path("task").asText().equals("regression") ? " of the reference's squared error" : " in log loss";
    }

    private Markup advantage() {
        TrendChart chart = new TrendChart();
        Grid table = new Grid("Window", "Advantage", "At least");
        double floor = 0;
        double before = 0;
        for (JsonNode window : windows) {
            JsonNode numbers = window.at("/verdict/evidence/staleness/numbers");
            if (!numbers.has("advantage")) {
                continue;
            }
            double value = numbers.path("advantage").asDouble();
            double lower = numbers.path("lowerBound").asDouble();
            chart.point(
                    end(window),
                    day(window),
                    value,
                    lower,
                    value,
                    lower > 0 ? "better" : "plain",
                    Words.window(window.path("window").asText()) + ": " + Words.number(value) + ", at least "
                            + Words.number(lower));
            if (before > 0) {
                chart.level(before, end(window), 0, "reference");
            }
            before = end(window);
            floor = numbers.path("effectFloor").asDouble();
            table.row(
                    Markup.text(Words.window(window.path("window").asText())),
                    Words.number(value),
                    Words.number(lower));
        }
        return chart.isEmpty()
                ? Markup.EMPTY
                : chart.figure(
                        "The challenger's advantage over the champion's term",
                        Markup.all(
                                Tag.of("b").holding("Challenger's advantage"),
                                Markup.text(unit()
                                        + ", pooled over the champion's term, down to its lower bound; counts from "
                                        + Words.number(floor) + " on")),
                        table.table());
    }

    private Markup drift() {
        TrendChart chart = new TrendChart();
        Grid table = new Grid("Window", "Drifted columns");
        for (JsonNode window : windows) {
            JsonNode drifted = window.at("/numbers/drifted-columns");
            if (drifted.isNumber()) {
                double count = drifted.asDouble();
                String words = Words.window(window.path("window").asText());
                chart.point(
                        end(window),
                        day(window),
                        count,
                        count,
                        count,
                        VerdictPart.tone(window.at("/verdict/word").asText()),
                        words + ": " + Words.tick(count) + " columns drifted");
                table.row(Markup.text(words), Words.tick(count));
            }
        }
        return chart.isEmpty()
                ? Markup.EMPTY
                : chart.counting()
                        .figure(
                                "Drifted columns",
                                Markup.all(
                                        Tag.of("b").holding("Drifted columns"),
                                        Markup.text(", which alone ask for nothing")),
                                table.table());
    }

    private static double end(JsonNode window) {
        return TimeWindow.parse(window.path("window").asText()).to().getEpochSecond();
    }

    private static String day(JsonNode window) {
        return TimeWindow.parse(window.path("window").asText()).to().toString().substring(5, 10);
    }

    /* By its own field, or in the list of the task's metrics; absent if it was not measured. */
    private static JsonNode figure(JsonNode performance, String metric) {
        for (JsonNode one : performance.path("metrics")) {
            if (one.path("name").asText().equals(metric)) {
                return one.path("estimate");
            }
        }
        return performance.path(camel(metric));
    }

    private static String camel(String metric) {
        StringBuilder camel = new StringBuilder();
        for (String word : metric.split("-", -1)) {
            camel.append(
                    camel.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
