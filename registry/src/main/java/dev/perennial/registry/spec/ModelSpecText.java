package dev.perennial.registry.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.perennial.registry.PlainTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A declaration written out again: as a model file with every default spelt out, and as the difference of two. */
public final class ModelSpecText {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private ModelSpecText() {}

    /** A model file that reads as this declaration and leaves nothing to defaults. */
    public static String toYaml(ModelSpec spec) {
        try {
            return YAML.writeValueAsString(tree(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the model file of " + spec.name(), e);
        }
    }

    /** What changed, one line a field in the order of their names: {@code spec.monitor.window: P7D → P14D}. */
    public static List<String> changes(ModelSpec before, ModelSpec after) {
        SortedMap<String, String> old = flat(before);
        SortedMap<String, String> now = flat(after);
        SortedMap<String, String> all = new TreeMap<>(old);
        all.putAll(now);
        List<String> changes = new ArrayList<>();
        for (String path : all.keySet()) {
            String left = old.getOrDefault(path, "(none)");
            String right = now.getOrDefault(path, "(none)");
            if (!left.equals(right)) {
                changes.add(path + ": " + left + " → " + right);
            }
        }
        return List.copyOf(changes);
    }

    private static SortedMap<String, String> flat(ModelSpec spec) {
        SortedMap<String, String> fields = new TreeMap<>();
        flatten("", tree(spec), fields);
        return fields;
    }

    private static void flatten(String path, JsonNode node, SortedMap<String, String> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (node.isArray() && node.path(0).has("name")) {
            node.forEach(item -> flatten(path + "[" + item.path("name").asText() + "]", item, fields));
        } else {
            fields.put(path, inline(node));
        }
    }

    /** The value on one line, as a model file would have it. */
    private static String inline(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> parts.add(inline(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String value = inline(field.getValue());
                parts.add(field.getKey() + ": " + (field.getValue().isObject() ? "{" + value + "}" : value));
            }
            return String.join(", ", parts);
        }
        return node.asText().replaceAll("\\R", " ");
    }

    private static ObjectNode tree(ModelSpec spec) {
        ObjectNode root = object();
        root.put("apiVersion", "perennial.dev/v1").put("kind", "Model");
        root.putObject("metadata").put("name", spec.name().value()).put("owner", spec.owner());
        ObjectNode body = root.putObject("spec");
        body.put("task", word(spec.task()));
        ArrayNode features = body.putArray("features");
        spec.features().forEach(feature -> features.add(tree(feature)));
        ObjectNode label = body.putObject("label");
        label.put("name", spec.label().name()).put("positive", spec.label().positive());
        label.putObject("arrives")
                .put("typical", PlainTime.of(spec.label().typicalDelay()))
                .put("matureAfter", PlainTime.of(spec.label().matureAfter()));
        body.put("time", word(spec.time()));
        ArrayNode objectives = body.putArray("objectives");
        spec.objectives()
                .forEach(objective -> objectives
                        .addObject()
                        .put("metric", objective.metric())
                        .put("worseThanReferenceBy", percent(objective.worseThanReferenceBy()))
                        .put("severity", word(objective.severity())));
        body.set("monitor", tree(spec.monitor()));
        body.set("retrain", tree(spec.retrain()));
        ObjectNode validate = body.putObject("validate").put("primary", "log-loss");
        validate.put("alpha", decimal(spec.validate().alpha()));
        validate.putObject("margins")
                .put("auc", decimal(spec.validate().aucMargin()))
                .put("brier", decimal(spec.validate().brierMargin()));
        body.set("rollout", tree(spec.rollout()));
        spec.fallback().ifPresent(fallback -> body.putObject("fallback").put("constant", decimal(fallback.constant())));
        return root;
    }

    private static ObjectNode tree(FeatureSpec feature) {
        ObjectNode tree = object().put("name", feature.name()).put("type", word(feature.type()));
        tree.put("required", feature.presence() == FeatureSpec.Presence.REQUIRED);
        feature.maxCategories().ifPresent(most -> tree.put("maxCategories", most));
        feature.unit().ifPresent(unit -> tree.put("unit", unit));
        feature.range()
                .ifPresent(range ->
                        tree.putArray("range").add(decimal(range.low())).add(decimal(range.high())));
        return tree;
    }

    private static ObjectNode tree(MonitorSpec monitor) {
        return object().put("every", PlainTime.of(monitor.every()))
                .put("window", PlainTime.of(monitor.window()))
                .put("poll", PlainTime.of(monitor.poll()))
                .put("lateness", PlainTime.of(monitor.lateness()))
                .put("effectFloor", decimal(monitor.effectFloor()))
                .put("falseAlarmRate", percent(monitor.falseAlarmRate()));
    }

    private static ObjectNode tree(RetrainSpec retrain) {
        ObjectNode tree = object();
        ArrayNode on = tree.putArray("on");
        retrain.on().stream().sorted().forEach(trigger -> on.add(word(trigger)));
        tree.putArray("never").add("drift-alone");
        tree.put("mode", word(retrain.mode()));
        tree.putObject("data")
                .put("window", PlainTime.of(retrain.trainingWindow()))
                .put("holdOut", PlainTime.of(retrain.holdOut()));
        ArrayNode candidates = tree.putArray("candidates");
        for (CandidateRecipe candidate : retrain.candidates()) {
            if (candidate.parameters().isEmpty()) {
                candidates.add(candidate.algorithm());
            } else {
                ObjectNode parameters = candidates.addObject().putObject(candidate.algorithm());
                candidate.parameters().forEach((name, value) -> parameters.put(name, decimal(value)));
            }
        }
        tree.putObject("budget")
                .put("perWeek", retrain.budgetPerWeek())
                .put("coolDown", PlainTime.of(retrain.coolDown()));
        return tree.put("reviewWithin", PlainTime.of(retrain.reviewDeadline()));
    }

    private static ObjectNode tree(RolloutSpec rollout) {
        ObjectNode tree = object();
        ArrayNode steps = tree.putArray("steps");
        for (RolloutSpec.Step step : rollout.steps()) {
            if (step.basisPoints() == 10_000) {
                steps.add(step.label());
            } else {
                steps.addObject().put(step.label(), PlainTime.of(step.duration()));
            }
        }
        tree.putObject("judge")
                .put("falseRollback", decimal(rollout.falseRollback()))
                .put("minRequests", rollout.minRequests());
        return tree.put("maxStep", PlainTime.of(rollout.maxStepDuration()))
                .put("probation", PlainTime.of(rollout.probation()));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BigDecimal decimal(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private static String percent(double share) {
        return decimal(BigDecimal.valueOf(share).movePointRight(2).doubleValue())
                        .toPlainString() + " %";
    }
}
