package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was expected without labels, what they showed, and how far such estimates may be trusted. */
final class EstimatesPart {
    private final JsonNode section;

    EstimatesPart(JsonNode report) {
        section = report.at("/sections/estimates");
    }

    Markup markup() {
        if (section.path("metrics").isEmpty()) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("Metric", "Estimated", "Interval", "Realised", "Trust", "Record", "Against its limit");
        IntervalChart chart = new IntervalChart();
        Grid behind = new Grid("Metric", "Estimated", "From", "To");
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
            if (numbers.has("value")
                    && numbers.path("value").asDouble() <= 1
                    && numbers.path("upper").asDouble() <= 1) {
                chart.row(
                        Words.plain(name),
                        numbers.path("value").asDouble(),
                        numbers.path("lower").asDouble(),
                        numbers.path("upper").asDouble(),
                        0.3,
                        kind.equals("estimated") ? "plain" : "before");
                if (line.path("realised").isNumber()) {
                    chart.truth(line.path("realised").asDouble());
                }
                behind.row(
                        Markup.name(Words.plain(name)),
                        Words.number(numbers.path("value")),
                        Words.number(numbers.path("lower")),
                        Words.number(numbers.path("upper")));
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
                        chart.isEmpty()
                                ? Markup.EMPTY
                                : Tag.of("div", "charts")
                                        .holding(chart.figure(
                                                "Estimates and what labels showed",
                                                Markup.all(
                                                        Tag.of("b").holding("Estimates"),
                                                        Markup.text(
                                                                " with the interval in which the realised value is expected;"
                                                                        + " diamonds: what labels showed; grey: not trusted")),
                                                behind.table())),
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
}
