package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The head of the page: the verdict, its decisive sentence, the action and the figures that one asks for first. */
final class VerdictPart {
    private final JsonNode report;
    private final String model;

    VerdictPart(JsonNode report, String model) {
        this.report = report;
        this.model = model;
    }

    Markup markup() {
        String word = report.at("/verdict/word").asText();
        boolean both = word.equals("challenger-better") && isBroken();
        return Tag.of("header", "verdict " + (both ? "bad" : tone(word)))
                .holding(
                        Tag.of("p", "subject")
                                .holding(
                                        Markup.name(report.path("champion").asText(model)),
                                        Markup.text(", "),
                                        Markup.text(Words.window(
                                                report.path("window").asText())),
                                        Markup.text(" UTC")),
                        Tag.of("h1")
                                .holding(
                                        Tag.of("span", "badge")
                                                .with("aria-hidden", "true")
                                                .holding(sign(both ? "harm" : word)),
                                        Markup.text(both ? "Harm, and a newer model would be better" : said(word))),
                        Tag.of("p", "because")
                                .holding(Markup.name(Words.sentence(
                                        report.at("/verdict/reasons/0").asText()))),
                        cause(),
                        action(),
                        reasons(),
                        Tag.of("ul", "tiles").holding(tiles()));
    }

    private Markup action() {
        return Tag.of("p", "action")
                .holding(
                        Tag.of("strong").holding("Action: "),
                        Markup.text(doing(report.at("/verdict/action").asText())));
    }

    private Markup cause() {
        JsonNode cause = report.at("/verdict/ruling/cause");
        String word = cause.path("cause").asText("none");
        return word.equals("none")
                ? Markup.EMPTY
                : Tag.of("p", "action")
                        .holding(
                                Tag.of("strong").holding("Cause: "),
                                Markup.text(Words.plain(word)
                                        + (cause.path("remedy").asText("none").equals("none")
                                                ? ""
                                                : ", which asks to "
                                                        + Words.plain(cause.path("remedy")
                                                                .asText()))
                                        + "; "),
                                Markup.name(cause.path("because").asText()));
    }

    private boolean isBroken() {
        for (JsonNode objective : report.at("/verdict/objectives")) {
            if (objective.path("kind").asText().equals("broken")) {
                return true;
            }
        }
        return false;
    }

    private Markup reasons() {
        List<Markup> reasons = new ArrayList<>();
        JsonNode all = report.at("/verdict/reasons");
        for (int i = 1; i < all.size(); i++) {
            reasons.add(
                    Tag.of("li").holding(Markup.name(Words.sentence(all.path(i).asText()))));
        }
        return reasons.isEmpty() ? Markup.EMPTY : Tag.of("ul", "reasons").holding(reasons);
    }

    private List<Markup> tiles() {
        List<Markup> tiles = new ArrayList<>();
        JsonNode evidence = report.at("/verdict/evidence");
        JsonNode labels = evidence.at("/champion/labels");
        long predictions = labels.path("predictions").asLong();
        tiles.add(tile(
                String.format(
                        Locale.ROOT,
                        "%,d",
                        report.at("/context/rows/predictions").asLong(predictions)),
                "predictions"));
        tiles.add(tile(
                predictions == 0
                        ? "–"
                        : Words.share((double) labels.path("labelled").asLong() / predictions),
                "labels arrived"));
        JsonNode objective = report.at("/verdict/objectives/0");
        if (objective.path("window").has("value")) {
            tiles.add(tile(
                    Words.number(objective.at("/window/value").asDouble()),
                    Words.plain(objective.at("/objective/metric").asText()) + ", reference "
                            + Words.number(objective.at("/reference/value").asDouble())));
        }
        JsonNode columns = evidence.at("/drift/columns");
        if (columns.isArray()) {
            long drifted = 0;
            for (JsonNode column : columns) {
                drifted += column.path("kind").asText().equals("drifted") ? 1 : 0;
            }
            tiles.add(tile(drifted + " of " + columns.size(), "columns drifted"));
        }
        JsonNode advantage = evidence.at("/staleness/numbers");
        if (advantage.has("advantage")) {
            tiles.add(tile(
                    Words.number(advantage.path("advantage").asDouble()),
                    "challenger's advantage, at least "
                            + Words.number(advantage.path("lowerBound").asDouble())));
        }
        return tiles;
    }

    private static Markup tile(String figure, String meaning) {
        return Tag.of("li").holding(Tag.of("b").holding(figure), Tag.of("span").holding(meaning));
    }

    static String tone(String word) {
        return switch (word) {
            case "healthy" -> "good";
            case "harm", "harm-estimated", "silence" -> "bad";
            case "challenger-better" -> "better";
            default -> "plain";
        };
    }

    private static String sign(String word) {
        return switch (word) {
            case "healthy", "presumed-healthy" -> "✓";
            case "harm", "harm-estimated", "silence" -> "!";
            case "challenger-better" -> "↑";
            case "drift-recorded" -> "≈";
            default -> "?";
        };
    }

    static String said(String word) {
        return switch (word) {
            case "healthy" -> "Healthy";
            case "harm" -> "Harm";
            case "challenger-better" -> "A newer model would be better";
            case "drift-recorded" -> "Drift recorded, no harm";
            case "presumed-healthy" -> "Presumed healthy, labels are young";
            case "harm-estimated" -> "Harm, estimated without labels";
            case "not-evaluable" -> "Not evaluable";
            default -> Words.title(word);
        };
    }

    private static String doing(String action) {
        return switch (action) {
            case "none" -> "nothing to do";
            case "record" -> "written on the timeline, nothing else";
            case "alert" -> "an alert is raised";
            case "request-retraining" -> "a retraining is asked for";
            case "alert-and-request-retraining" -> "an alert is raised and a retraining asked for";
            case "wait" -> "wait for labels";
            default -> Words.plain(action);
        };
    }
}
