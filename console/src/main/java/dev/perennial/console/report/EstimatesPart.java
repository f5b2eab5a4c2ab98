package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was expected without labels, what they showed, and how far such estimates may be trusted. */
final class EstimatesPart {
    /* A chart has one axis, so what is in another unit stands in another one, and squares of units in the table alone. */
    private static final Map<String, String> OF_LABELS =
            Map.of("mean-absolute-error", "mae", "root-mean-squared-error", "rmse");
    private static final String SQUARED = "mean-squared-error";

    private final JsonNode section;

    EstimatesPart(JsonNode report) {
        section = report.at("/sections/estimates");
    }

    Markup markup() {
        if (section.path("metrics").isEmpty()) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("Metric", "Estimated", "Interval", "Realised", "Trust", "Record", "Against its limit");
        Drawn drawn = new Drawn("Estimates and what labels showed", "Estimates");
        Drawn ofLabels =
                new Drawn("Estimated errors and what labels showed", "Estimated errors, in the unit of the label,");
        Optional<String> distrust = distrust(section);
        for (JsonNode line : section.path("metrics")) {
            JsonNode estimate = line.path("estimate");
            String kind = estimate.path("kind").asText();
            JsonNode numbers = kind.equals("untrusted") ? estimate.path("distrusted") : estimate;
            String name = line.path("metric").asText();
            table.styledRow(
                    line.at("/harm/verdict/kind").asText().equals("harmed") ? "failed" : "",
                    Markup.name(Words.plain(name)),
                    Words.number(numbers.path("value")),
                    numbers.has("lower")
                            ? Words.number(numbers.path("lower")) + " to " + Words.number(numbers.path("upper"))
                            : "–",
                    Words.number(line.path("realised")),
                    Markup.name(
                            kind.equals("estimated")
                                    ? "trusted"
                                    : distrust.isPresent()
                                            ? "not trusted"
                                            : estimate.path("reason").asText(Words.plain(kind))),
                    Markup.text(record(line.path("record"))),
                    Markup.name(line.at("/harm/because").asText("")));
            if (numbers.has("value") && !SQUARED.equals(name)) {
                (OF_LABELS.containsKey(name) ? ofLabels : drawn)
                        .row(
                                OF_LABELS.getOrDefault(name, Words.plain(name)),
                                numbers,
                                kind.equals("estimated") ? "plain" : "before",
                                line.path("realised"));
            }
        }
        JsonNode overlap = section.path("overlap");
        return ReportPage.section(
                "Estimated without labels",
                Markup.text("The reference's " + Words.number(overlap.path("referenceRows")) + " rows are worth "
                        + Words.number(Math.rint(overlap.path("effectiveRows").asDouble()))
                        + " for this window; "
                        + Words.share(overlap.path("outsideShare").asDouble())
                        + " of its rows lie where the reference holds almost nothing; trees tell window from reference with"
                        + " an AUC of "
                        + Words.number(overlap.path("domainAuc").asDouble()) + "."
                        + distrust.map(reason -> " None of these is to be trusted: " + reason + ".")
                                .orElse("")),
                Markup.all(
                        drawn.isEmpty() && ofLabels.isEmpty()
                                ? Markup.EMPTY
                                : Tag.of("div", "charts").holding(Markup.all(ofLabels.figure(), drawn.figure())),
                        table.scrolling()));
    }

    /* The one reason for which no metric is trusted; empty where they differ. */
    private static Optional<String> distrust(JsonNode section) {
        Set<String> reasons = new TreeSet<>();
        for (JsonNode line : section.path("metrics")) {
            JsonNode estimate = line.path("estimate");
            reasons.add(
                    estimate.path("kind").asText().equals("untrusted")
                            ? estimate.path("reason").asText()
                            : "");
        }
        return reasons.size() == 1
                ? reasons.stream().filter(reason -> !reason.isEmpty()).findFirst()
                : Optional.empty();
    }

    private static String record(JsonNode record) {
        long windows = record.path("windows").asLong();
        return windows == 0
                ? "none yet"
                : record.path("covered").asLong() + " of " + windows + " within, error "
                        + Words.number(record.path("sumAbsoluteError").asDouble() / windows);
    }

    /* One chart with the table of what it draws. */
    private static final class Drawn {
        private final String title;
        private final String caption;
        private final IntervalChart chart = new IntervalChart();
        private final Grid behind = new Grid("Metric", "Estimated", "From", "To");

        Drawn(String title, String caption) {
            this.title = title;
            this.caption = caption;
        }

        void row(String name, JsonNode numbers, String style, JsonNode realised) {
            chart.row(
                    name,
                    numbers.path("value").asDouble(),
                    numbers.path("lower").asDouble(),
                    numbers.path("upper").asDouble(),
                    0.3,
                    style);
            if (realised.isNumber()) {
                chart.truth(realised.asDouble());
            }
            behind.row(
                    Markup.name(name),
                    Words.number(numbers.path("value")),
                    Words.number(numbers.path("lower")),
                    Words.number(numbers.path("upper")));
        }

        boolean isEmpty() {
            return chart.isEmpty();
        }

        Markup figure() {
            return isEmpty()
                    ? Markup.EMPTY
                    : chart.figure(
                            title,
                            Markup.all(
                                    Tag.of("b").holding(caption),
                                    Markup.text(" with the interval in which the realised value is expected;"
                                            + " diamonds: what labels showed; grey: not trusted")),
                            behind.table());
        }
    }
}
