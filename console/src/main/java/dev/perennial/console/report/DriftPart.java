package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What changed: every column with its worst measure, and the distributions, those that changed most first. */
final class DriftPart {
    private static final int SHOWN_AT_ONCE = 6;

    private final JsonNode columns;
    private final JsonNode joint;
    private final Map<String, JsonNode> distributions = new HashMap<>();

    DriftPart(JsonNode report) {
        columns = report.at("/verdict/evidence/drift/columns");
        joint = report.at("/sections/joint");
        report.at("/sections/distributions")
                .forEach(found -> distributions.put(found.path("column").asText(), found));
    }

    Markup markup() {
        if (columns.isEmpty()) {
            return Markup.EMPTY;
        }
        Grid table = new Grid("Column", "State", "Worst measure", "Effect", "Floor", "Noise", "Adjusted p");
        List<Markup> charts = new ArrayList<>();
        for (JsonNode column : columns) {
            String kind = column.path("kind").asText();
            JsonNode worst = column.at("/measurements/0");
            table.styledRow(
                    kind,
                    Markup.name(column.path("column").asText()),
                    worst.isMissingNode()
                            ? Markup.name(column.path("reason").asText(kind))
                            : Markup.text(Words.plain(kind)),
                    Markup.text(worst.isMissingNode() ? "–" : measure(worst)),
                    Words.number(worst.path("effect")),
                    Words.number(worst.path("floor")),
                    Words.number(worst.path("noiseThreshold")),
                    Words.pValue(worst.path("adjustedPValue")));
            JsonNode distribution = distributions.get(column.path("column").asText());
            if (distribution != null) {
                charts.add(DistributionChart.of(distribution, caption(column, worst)));
            }
        }
        return ReportPage.section(
                "Columns",
                Markup.text("A column drifts when its change is above the floor that matters, above the noise at this"
                        + " number of rows, and surprising after correction for all columns."),
                Markup.all(table.scrolling(), together(), key(charts), gallery(charts)));
    }

    private Markup together() {
        return joint.has("domainAuc")
                ? Tag.of("p")
                        .holding(
                                "All columns together: trees that have not seen a row tell window from reference with an"
                                        + " AUC of "
                                        + Words.number(joint.path("domainAuc").asDouble()) + " (0.5 is not at all, p "
                                        + Words.pValue(joint.path("domainPValue"))
                                        + "); the distance from the reference's principal components is "
                                        + Words.number(joint.path("reconstructionError")
                                                .asDouble()) + ", there "
                                        + Words.number(
                                                joint.path("referenceError").asDouble()) + " (p "
                                        + Words.pValue(joint.path("reconstructionPValue")) + ").")
                : Markup.EMPTY;
    }

    private static Markup caption(JsonNode column, JsonNode worst) {
        String state = column.path("kind").asText();
        return Markup.all(
                Tag.of("b").holding(Markup.name(column.path("column").asText())),
                Tag.of("span", "state " + state).holding(Words.plain(state)),
                Markup.text(
                        worst.isMissingNode()
                                ? ""
                                : measure(worst) + " "
                                        + Words.tick(worst.path("effect").asDouble())));
    }

    private static String measure(JsonNode measurement) {
        String name = measurement.path("measure").asText();
        return switch (name) {
            case "population-stability-index" -> "PSI";
            case "kolmogorov-smirnov" -> "KS distance";
            default -> Words.plain(name);
        };
    }

    private static Markup key(List<Markup> charts) {
        return charts.isEmpty()
                ? Markup.EMPTY
                : Tag.of("p", "key")
                        .holding(
                                Tag.of("span", "swatch window").holding(),
                                Markup.text(" window "),
                                Tag.of("span", "swatch reference").holding(),
                                Markup.text(" reference, whose bins of equal depth are drawn equally wide"));
    }

    private static Markup gallery(List<Markup> charts) {
        if (charts.isEmpty()) {
            return Markup.EMPTY;
        }
        List<Markup> first = charts.subList(0, Math.min(SHOWN_AT_ONCE, charts.size()));
        List<Markup> rest = charts.subList(first.size(), charts.size());
        return Markup.all(
                Tag.of("div", "charts").holding(first),
                rest.isEmpty()
                        ? Markup.EMPTY
                        : Tag.of("details", "more")
                                .holding(
                                        Tag.of("summary").holding("The other " + rest.size() + " columns"),
                                        Tag.of("div", "charts").holding(rest)));
    }
}
