package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;

/** What Evidently's presets report of the same rows, under its own metric names. */
final class EvidentlyPart {
    private final JsonNode presets;

    EvidentlyPart(JsonNode report) {
        presets = report.at("/sections/evidently/presets");
    }

    Markup markup() {
        List<Markup> parts = new ArrayList<>();
        for (JsonNode preset : presets) {
            Grid table = new Grid("Metric", "Value");
            preset.path("metrics")
                    .forEach(metric -> table.row(
                            Tag.of("code")
                                    .holding(Markup.name(metric.path("name").asText())),
                            Markup.name(value(metric.path("value")))));
            parts.add(Tag.of("details", "more")
                    .holding(
                            Tag.of("summary")
                                    .holding(Markup.name(preset.path("name").asText())),
                            table.scrolling()));
        }
        return parts.isEmpty()
                ? Markup.EMPTY
                : ReportPage.section(
                        "Evidently 0.7",
                        Markup.text(
                                "What its presets report of the same rows, to its own numbers. No decision rests on it."),
                        Markup.all(parts));
    }

    private static String value(JsonNode value) {
        List<String> words = new ArrayList<>();
        value.properties().forEach(field -> {
            if (!field.getKey().equals("kind")) {
                words.add(written(field.getKey(), field.getValue()));
            }
        });
        return String.join(", ", words);
    }

    private static String written(String name, JsonNode value) {
        if (value.isNumber() || value.isTextual()) {
            return (name.equals("value") ? "" : name + " ") + Words.number(value);
        }
        List<String> parts = new ArrayList<>();
        value.properties().forEach(field -> parts.add(field.getKey() + " " + Words.number(field.getValue())));
        return name + ": " + String.join(", ", parts);
    }
}
