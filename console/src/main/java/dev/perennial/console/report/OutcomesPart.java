package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;

/** Every metric of the task beside the reference's, whether probabilities keep their promise, and the decisions. */
final class OutcomesPart {
    private final JsonNode now;
    private final JsonNode before;
    private final JsonNode evidence;

    OutcomesPart(JsonNode report) {
        evidence = report.at("/verdict/evidence");
        // a verdict on another task than a yes-or-no question rests on all of its metrics
        boolean inVerdict = evidence.at("/champion/metrics").isArray();
        now = inVerdict ? evidence.path("champion") : report.at("/sections/outcomes");
        before = inVerdict ? evidence.path("reference") : report.at("/sections/referenceOutcomes");
    }

    Markup markup() {
        Markup table = now.isMissingNode() ? firstRelease() : metrics();
        List<Markup> charts = new ArrayList<>(List.of(reliability(), curve(), confusion()));
        charts.removeIf(Markup::isEmpty);
        return ReportPage.section(
                "All metrics",
                Markup.EMPTY,
                Markup.all(
                        table,
                        charts.isEmpty()
                                ? Markup.EMPTY
                                : Tag.of("div", "charts").holding(charts)));
    }

    private Markup metrics() {
        Grid table = new Grid("Metric", "Window", "95 % interval", "Reference", "95 % interval", "Notes");
        for (JsonNode metric : now.path("metrics")) {
            JsonNode then = named(metric.path("name").asText());
            List<String> notes = new ArrayList<>();
            if (metric.at("/estimate/reason").isTextual()) {
                notes.add(metric.at("/estimate/reason").asText());
            }
            metric.path("notes").forEach(note -> notes.add(note.asText()));
            table.row(
                    Markup.name(Words.plain(metric.path("name").asText())),
                    Words.number(metric.at("/estimate/value")),
                    interval(metric.path("estimate")),
                    Words.number(then.at("/estimate/value")),
                    interval(then.path("estimate")),
                    Markup.name(String.join("; ", notes)));
        }
        return table.isEmpty() ? Markup.EMPTY : table.scrolling();
    }

    private JsonNode named(String name) {
        for (JsonNode metric : before.path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        return before.path("none");
    }

    private Markup firstRelease() {
        Grid table = new Grid("Metric", "Window", "95 % interval", "Reference", "95 % interval");
        evidence.path("champion").properties().forEach(field -> {
            if (field.getValue().has("kind")) {
                JsonNode then = evidence.at("/reference/" + field.getKey());
                table.row(
                        Markup.name(Words.plain(field.getKey())),
                        Words.number(field.getValue().path("value")),
                        interval(field.getValue()),
                        Words.number(then.path("value")),
                        interval(then));
            }
        });
        return table.isEmpty() ? Markup.EMPTY : table.scrolling();
    }

    private static String interval(JsonNode estimate) {
        return estimate.has("lower")
                ? Words.number(estimate.path("lower").asDouble()) + " to "
                        + Words.number(estimate.path("upper").asDouble())
                : "–";
    }

    private Markup reliability() {
        ShareChart chart = new ShareChart("mean score");
        Grid table = new Grid("Mean score", "Positive", "From", "To", "Rows");
        for (JsonNode bin : now.path("reliability")) {
            JsonNode share = bin.path("positives");
            if (share.has("value")) {
                double score = bin.path("meanScore").asDouble();
                chart.point(
                        score,
                        share.path("value").asDouble(),
                        share.path("lower").asDouble(),
                        share.path("upper").asDouble(),
                        "promised " + Words.share(score) + ", happened "
                                + Words.share(share.path("value").asDouble()));
                table.row(
                        Markup.text(Words.number(score)),
                        Words.number(share.path("value")),
                        Words.number(share.path("lower")),
                        Words.number(share.path("upper")),
                        Words.number(bin.path("rows")));
            }
        }
        return chart.isEmpty()
                ? Markup.EMPTY
                : chart.diagonal()
                        .figure(
                                "Promised and happened",
                                Markup.all(
                                        Tag.of("b").holding("Calibration"),
                                        Markup.text(
                                                ": share of positives by mean score; on the line, promises are kept")),
                                table.table());
    }

    private Markup curve() {
        List<double[]> window = points(now.path("precisionRecall"));
        List<double[]> reference = points(before.path("precisionRecall"));
        if (window.size() < 2) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("Recall", "Precision");
        for (int i = 0; i < window.size(); i += Math.max(1, window.size() / 12)) {
            table.row(Markup.text(Words.number(window.get(i)[0])), Words.number(window.get(i)[1]));
        }
        return new ShareChart("recall")
                .curve(reference, "reference thin")
                .curve(window, "trend thick")
                .figure(
                        "Precision by recall",
                        Markup.all(Tag.of("b").holding("Precision by recall"), Markup.text("; grey: reference")),
                        table.table());
    }

    private static List<double[]> points(JsonNode curve) {
        List<double[]> points = new ArrayList<>();
        curve.forEach(point -> points.add(new double[] {
            point.path("recall").asDouble(), point.path("precision").asDouble()
        }));
        return points;
    }

    private Markup confusion() {
        JsonNode matrix = now.path("confusion");
        JsonNode classes = matrix.path("classes");
        if (classes.isEmpty()) {
            return Markup.EMPTY;
        }
        List<String> headings = new ArrayList<>(List.of("Happened"));
        classes.forEach(word -> headings.add("called " + word.asText()));
        Grid table = new Grid(headings.toArray(String[]::new));
        for (int row = 0; row < classes.size(); row++) {
            List<Object> cells = new ArrayList<>();
            matrix.path("counts").path(row).forEach(count -> cells.add(Words.number(count)));
            table.row(Markup.name(classes.path(row).asText()), cells.toArray());
        }
        return Tag.of("figure")
                .holding(
                        Tag.of("figcaption")
                                .holding(
                                        Tag.of("b").holding("Decisions"),
                                        Markup.text(
                                                now.has("threshold")
                                                        ? ", positive from a score of "
                                                                + Words.number(now.path("threshold")
                                                                        .asDouble()) + " on"
                                                        : "")),
                        table.scrolling());
    }
}
