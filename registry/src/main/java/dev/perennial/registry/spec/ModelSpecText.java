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
        } else if (node.isArray() && !node.isEmpty() && isNamed(node)) {
            node.forEach(item -> flatten(path + "[" + item.path("name").asText() + "]", item, fields));
        } else {
            fields.put(path, inline(node));
        }
    }

    private static boolean isNamed(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.has("name")) {
                return false;
            }
        }
        return true;
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
        label.put("name", spec.label().name());
        spec.label().positive().ifPresent(word -> label.put("positive", word));
        if (!spec.label().classes().isEmpty()) {
            ArrayNode classes = label.putArray("classes");
            spec.label().classes().forEach(classes::add);
        }
        label.putObject("arrives")
                .put("typical", PlainTime.of(spec.label().typicalDelay()))
                .put("matureAfter", PlainTime.of(spec.label().matureAfter()));
        body.put("time", word(spec.time()));
        ArrayNode objectives = body.putArray("objectives");
        spec.objectives().forEach(objective -> objectives.add(tree(objective)));
        if (!spec.slices().isEmpty()) {
            ArrayNode slices = body.putArray("slices");
            spec.slices().forEach(slice -> slices.add(tree(slice)));
        }
        if (!spec.sensitive().isEmpty()) {
            ArrayNode sensitive = body.putArray("sensitive");
            spec.sensitive().forEach(sensitive::add);
        }
        if (!spec.feedback().equals(FeedbackSpec.STANDARD)) {
            body.set("feedback", tree(spec.feedback()));
        }
        if (!spec.log().equals(LogSpec.STANDARD)) {
            ObjectNode log = body.putObject("log");
            spec.log().keep().ifPresent(age -> log.put("keep", PlainTime.of(age)));
            spec.log().whenFailing().ifPresent(policy -> log.put("whenFailing", word(policy)));
        }
        body.set("monitor", tree(spec.monitor()));
        spec.external()
                .ifPresentOrElse(
                        external -> body.putObject("external")
                                .put("reference", external.reference().toString()),
                        () -> putVersions(body, spec));
        return root;
    }

    /* How versions come to be and to answer: of no meaning where another server answers. */
    private static void putVersions(ObjectNode body, ModelSpec spec) {
        body.set("retrain", tree(spec.retrain()));
        ObjectNode validate = body.putObject("validate").put("primary", ValidateSpec.primary(spec.task()));
        validate.put("alpha", decimal(spec.validate().alpha()));
        if (spec.task() == ModelSpec.Task.BINARY_CLASSIFICATION) {
            validate.putObject("margins")
                    .put("auc", decimal(spec.validate().aucMargin()))
                    .put("brier", decimal(spec.validate().brierMargin()));
        }
        body.set("rollout", tree(spec.rollout()));
        spec.fallback()
                .ifPresent(fallback ->
                        body.set("fallback", tree(fallback, spec.label().classes())));
    }

    private static ObjectNode tree(FallbackSpec fallback, List<String> classes) {
        ObjectNode tree = object();
        fallback.version().ifPresent(version -> tree.put("version", version));
        if (!fallback.rules().isEmpty()) {
            ArrayNode rules = tree.putArray("rules");
            fallback.rules()
                    .forEach(rule -> rules.add(object().put("when", rule.when().toString())
                            .set("answer", answer(rule.answer(), classes))));
        }
        return tree.set("constant", answer(fallback.constant(), classes));
    }

    private static JsonNode answer(List<Double> answer, List<String> classes) {
        if (classes.isEmpty()) {
            return JsonNodeFactory.instance.numberNode(decimal(answer.get(0)));
        }
        ObjectNode tree = object();
        for (int at = 0; at < classes.size(); at++) {
            tree.put(classes.get(at), decimal(answer.get(at)));
        }
        return tree;
    }

    private static ObjectNode tree(FeatureSpec feature) {
        ObjectNode tree = object().put("name", feature.name()).put("type", word(feature.type()));
        tree.put("required", feature.presence() == FeatureSpec.Presence.REQUIRED);
        feature.maxCategories().ifPresent(most -> tree.put("maxCategories", most));
        feature.unit().ifPresent(unit -> tree.put("unit", unit));
        feature.range()
                .ifPresent(range ->
                        tree.putArray("range").add(decimal(range.low())).add(decimal(range.high())));
        feature.staleAfter().ifPresent(age -> tree.put("staleAfter", PlainTime.of(age)));
        return tree;
    }

    private static ObjectNode tree(ObjectiveSpec objective) {
        ObjectNode tree = object().put("metric", objective.metric());
        ObjectiveSpec.Bound bound = objective.bound();
        if (bound instanceof ObjectiveSpec.WorseThanReference relative) {
            tree.put(bound.word(), percent(relative.share()));
        } else {
            double limit =
                    bound instanceof ObjectiveSpec.Above above ? above.limit() : ((ObjectiveSpec.Below) bound).limit();
            tree.set(bound.word(), limit(limit, objective.metric()));
        }
        tree.put("severity", word(objective.severity()));
        objective.respondWithin().ifPresent(time -> tree.put("respondWithin", PlainTime.of(time)));
        return tree;
    }

    private static JsonNode limit(double limit, String metric) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return switch (ObjectiveMetric.named(metric).map(ObjectiveMetric::unit).orElse(ObjectiveMetric.Unit.NUMBER)) {
            case NUMBER, COUNT -> factory.numberNode(decimal(limit));
            case SHARE -> factory.textNode(percent(limit));
            case MILLISECONDS -> factory.textNode(decimal(limit).toPlainString() + " ms");
        };
    }

    private static JsonNode tree(SliceSpec slice) {
        return slice instanceof SliceSpec.Where where
                ? object().put("name", where.name())
                        .put("where", where.condition().toString())
                : JsonNodeFactory.instance.textNode(slice.name());
    }

    private static ObjectNode tree(FeedbackSpec feedback) {
        ObjectNode tree = object();
        if (!feedback.trusted().isEmpty()) {
            ArrayNode trusted = tree.putArray("trusted");
            feedback.trusted().forEach(trusted::add);
        }
        feedback.share().ifPresent(share -> tree.put("share", percent(share)));
        tree.put("allowance", feedback.allowance()).put("per", PlainTime.of(feedback.per()));
        feedback.expiresAfter().ifPresent(age -> tree.put("expiresAfter", PlainTime.of(age)));
        return tree;
    }

    private static ObjectNode tree(MonitorSpec monitor) {
        ObjectNode tree = object().put("every", PlainTime.of(monitor.every()))
                .put("window", PlainTime.of(monitor.window()))
                .put("poll", PlainTime.of(monitor.poll()))
                .put("lateness", PlainTime.of(monitor.lateness()))
                .put("effectFloor", decimal(monitor.effectFloor()))
                .put("falseAlarmRate", percent(monitor.falseAlarmRate()));
        tree.set("reference", tree(monitor.reference()));
        tree.putObject("falseAlarms")
                .put("pages", monitor.falseAlarms().pages().toString())
                .put("tickets", monitor.falseAlarms().tickets().toString());
        ObjectNode drift = tree.putObject("drift")
                .put("measure", monitor.drift().measure().word())
                .put("numbers", monitor.drift().numbers().word());
        if (!monitor.drift().floors().isEmpty()) {
            ObjectNode floors = drift.putObject("floors");
            monitor.drift().floors().forEach((column, floor) -> floors.put(column, decimal(floor)));
        }
        monitor.compat().ifPresent(tool -> tree.put("compat", tool.word()));
        tree.putObject("silence")
                .put("predictions", PlainTime.of(monitor.silence().predictions()))
                .put("labels", PlainTime.of(monitor.silence().labels()))
                .put("severity", word(monitor.silence().severity()));
        tree.putObject("alerts")
                .put("resolveAfter", monitor.alerts().resolveAfter())
                .put("coolDown", PlainTime.of(monitor.alerts().coolDown()));
        return tree;
    }

    private static ObjectNode tree(ReferenceSpec reference) {
        if (reference instanceof ReferenceSpec.Fixed fixed) {
            return object().put("period", fixed.period().toString());
        }
        return reference instanceof ReferenceSpec.SameWindowLast last
                ? object().put("same-window-last", last.earlier().toString())
                : object().put("from", "training");
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
