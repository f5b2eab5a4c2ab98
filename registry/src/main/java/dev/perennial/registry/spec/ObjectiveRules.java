package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.spec.ObjectiveMetric.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of declared objectives: one limit each, in the metric's unit, and none twice. */
final class ObjectiveRules extends FileRules {
    private static final List<String> BOUNDS = List.of("worseThanReferenceBy", "above", "below");

    private ObjectiveRules(YamlTree file) {
        super(file);
    }

    static List<SpecProblem> problems(YamlTree file) {
        ObjectiveRules rules = new ObjectiveRules(file);
        Map<String, Integer> seen = new HashMap<>();
        for (int index = 0; index < rules.at("/spec/objectives").size(); index++) {
            rules.objective(index, seen);
        }
        return rules.problems();
    }

    private void objective(int index, Map<String, Integer> seen) {
        String pointer = "/spec/objectives/" + index;
        String path = "spec.objectives[" + index + "]";
        if (!at(pointer).isObject()) {
            return;
        }
        List<String> bounds = BOUNDS.stream()
                .filter(bound -> isDeclared(pointer + "/" + bound))
                .toList();
        if (bounds.isEmpty()) {
            report(pointer, "Invalid " + path + ": no limit, expected worseThanReferenceBy, above or below");
        }
        for (String surplus : bounds.subList(Math.min(1, bounds.size()), bounds.size())) {
            report(
                    keyOf(pointer + "/" + surplus),
                    "Field " + path + "." + surplus + " does not fit: the objective has " + bounds.get(0)
                            + ", expected one limit each");
        }
        positiveShare(pointer + "/worseThanReferenceBy", path + ".worseThanReferenceBy");
        String word = text(pointer + "/metric");
        ObjectiveMetric.named(word).ifPresent(metric -> {
            task(pointer, path, metric);
            limit(pointer, path, "above", metric);
            limit(pointer, path, "below", metric);
            if (metric.source() == Source.SERVICE && isDeclared(pointer + "/worseThanReferenceBy")) {
                report(
                        keyOf(pointer + "/worseThanReferenceBy"),
                        "Field " + path + ".worseThanReferenceBy does not fit: " + word
                                + " has no reference, expected above or below");
            }
        });
        response(pointer, path);
        String severity = at(pointer + "/severity").asText("ticket");
        Integer earlier = seen.putIfAbsent(word + "/" + bounds + "/" + severity, index);
        if (earlier != null && !word.isEmpty()) {
            report(
                    pointer,
                    "Repeated objective on " + word + ": spec.objectives[" + earlier
                            + "] has the same metric and severity, expected one of them");
        }
    }

    private void task(String pointer, String path, ObjectiveMetric metric) {
        Arrays.stream(ModelSpec.Task.values())
                .filter(task -> task.word().equals(text("/spec/task")))
                .filter(task -> !metric.isOf(task))
                .forEach(task -> report(
                        pointer + "/metric",
                        "Invalid " + path + ".metric: " + metric.word() + " is not judged of " + task.word()
                                + ", expected "
                                + SpecPath.alternatives(Arrays.stream(ObjectiveMetric.values())
                                        .filter(known -> known.isOf(task))
                                        .map(ObjectiveMetric::word)
                                        .toList())));
    }

    private void limit(String pointer, String path, String bound, ObjectiveMetric metric) {
        JsonNode value = at(pointer + "/" + bound);
        if (value.isMissingNode() || value.isContainerNode() || value.isNull() || value.isBoolean()) {
            return;
        }
        Optional<Double> limit = SpecValues.limit(value, metric.unit());
        if (limit.isEmpty()) {
            report(
                    pointer + "/" + bound,
                    "Invalid " + path + "." + bound + ": " + value.asText() + ", expected "
                            + switch (metric.unit()) {
                                case NUMBER -> "a number such as 0.7";
                                case SHARE -> "a share such as 1 % or 0.01";
                                case MILLISECONDS -> "a time such as 50 ms or 0.5 s";
                                case COUNT -> "a whole number such as 1000";
                            }
                            + " for " + metric.word());
        }
    }

    private void response(String pointer, String path) {
        positive(pointer + "/respondWithin", path + ".respondWithin");
        if (isDeclared(pointer + "/respondWithin")
                && text(pointer + "/severity").equals("log")) {
            report(
                    keyOf(pointer + "/respondWithin"),
                    "Field " + path + ".respondWithin does not fit: nobody is asked to respond to severity log");
        }
    }
}
