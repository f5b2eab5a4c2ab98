package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import dev.perennial.monitoring.performance.MetricName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/** The declared objectives, broken ones first, with the reasons of the verdict in full. */
final class ObjectivesPart {
    private final JsonNode verdict;

    ObjectivesPart(JsonNode report) {
        this.verdict = report.path("verdict");
    }

    Markup markup() {
        List<JsonNode> objectives = StreamSupport.stream(
                        verdict.path("objectives").spliterator(), false)
                .sorted(Comparator.comparingInt(ObjectivesPart::rank))
                .toList();
        return ReportPage.section("Objectives", Markup.EMPTY, content(objectives));
    }

    private static int rank(JsonNode objective) {
        return switch (objective.path("kind").asText()) {
            case "broken" -> 0;
            case "not-evaluable" -> 1;
            default -> 2;
        };
    }

    private static Markup content(List<JsonNode> objectives) {
        if (objectives.isEmpty()) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("Objective", "State", "Window", "95 % interval", "Reference", "May be worse by");
        List<Markup> charts = new ArrayList<>();
        for (JsonNode objective : objectives) {
            String metric = objective.at("/objective/metric").asText();
            String kind = objective.path("kind").asText();
            double tolerance = objective.at("/objective/worseThanReferenceBy").asDouble();
            JsonNode window = objective.path("window");
            JsonNode reference = objective.path("reference");
            boolean measured = window.has("value");
            table.styledRow(
                    kind,
                    Markup.name(Words.plain(metric)),
                    measured
                            ? Markup.text(Words.plain(kind))
                            : Markup.name(objective.path("reason").asText(kind)),
                    measured ? Words.number(window.path("value").asDouble()) : "–",
                    measured ? interval(window) : "–",
                    measured ? Words.number(reference.path("value").asDouble()) : "–",
                    Words.share(tolerance));
            if (measured) {
                charts.add(chart(metric, kind, window, reference, tolerance));
            }
        }
        return Markup.all(table.scrolling(), Tag.of("div", "charts").holding(charts));
    }

    private static Markup chart(String metric, String kind, JsonNode window, JsonNode reference, double tolerance) {
        double before = reference.path("value").asDouble();
        OptionalDouble limit = limit(metric, before, tolerance);
        Grid table = new Grid("", "Value", "From", "To");
        table.row(Markup.text("window"), figures(window)).row(Markup.text("reference"), figures(reference));
        limit.ifPresent(at -> table.row(Markup.text("tolerated"), Words.number(at), "", ""));
        IntervalChart chart = new IntervalChart()
                .row(
                        "window",
                        window.path("value").asDouble(),
                        window.path("lower").asDouble(),
                        window.path("upper").asDouble(),
                        0.5,
                        kind)
                .row(
                        "reference",
                        before,
                        reference.path("lower").asDouble(),
                        reference.path("upper").asDouble(),
                        0.5,
                        "before");
        limit.ifPresent(at -> chart.mark("dashed: tolerated " + Words.number(at), at, "limit"));
        return chart.figure(
                Words.title(metric) + " in the window and in the reference",
                Markup.all(Tag.of("b").holding(Markup.name(Words.title(metric))), Markup.text(", 95 % intervals")),
                table.table());
    }

    private static Object[] figures(JsonNode estimate) {
        return new Object[] {
            Words.number(estimate.path("value").asDouble()),
            Words.number(estimate.path("lower").asDouble()),
            Words.number(estimate.path("upper").asDouble())
        };
    }

    private static String interval(JsonNode estimate) {
        return Words.number(estimate.path("lower").asDouble()) + " to "
                + Words.number(estimate.path("upper").asDouble());
    }

    /* Empty for what has no worse side, or two, and for names that no release of this page knows. */
    static OptionalDouble limit(String metric, double reference, double tolerance) {
        try {
            return OptionalDouble.of(
                    MetricName.parse(metric).metric().direction().tolerated(reference, tolerance));
        } catch (IllegalArgumentException e) {
            return OptionalDouble.empty();
        }
    }
}
