package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.spec.ModelSpec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What must hold of a declaration because of its task: the label's words, the fallback's answers, what is validated. */
final class TaskRules extends FileRules {
    private static final String LABEL = "/spec/label";
    private static final double ROUNDING = 1e-6;

    private final Task task;
    private final List<String> classes = new ArrayList<>();

    private TaskRules(YamlTree file) {
        super(file);
        // What declares no task that there is has another problem already.
        task = Arrays.stream(Task.values())
                .filter(known -> known.word().equals(text("/spec/task")))
                .findFirst()
                .orElse(Task.BINARY_CLASSIFICATION);
        at(LABEL + "/classes").forEach(word -> classes.add(word.asText()));
    }

    static List<SpecProblem> problems(YamlTree file) {
        TaskRules rules = new TaskRules(file);
        rules.label();
        rules.classes();
        rules.answer("/spec/fallback/constant", "spec.fallback.constant");
        for (int index = 0; index < rules.at("/spec/fallback/rules").size(); index++) {
            rules.answer("/spec/fallback/rules/" + index + "/answer", "spec.fallback.rules[" + index + "].answer");
        }
        rules.validation();
        return rules.problems();
    }

    private void label() {
        if (!at(LABEL).isObject()) {
            return;
        }
        if (task == Task.BINARY_CLASSIFICATION && !isDeclared(LABEL + "/positive")) {
            report(keyOf(LABEL), "Missing field spec.label.positive: expected a word such as \"1\" or late");
        }
        if (task == Task.MULTICLASS_CLASSIFICATION && !isDeclared(LABEL + "/classes")) {
            report(
                    keyOf(LABEL),
                    "Missing field spec.label.classes: expected a list of 2 to 100 classes such as [low, middle, high]");
        }
        only(Task.BINARY_CLASSIFICATION, LABEL + "/positive", "spec.label.positive");
        only(Task.MULTICLASS_CLASSIFICATION, LABEL + "/classes", "spec.label.classes");
    }

    private void only(Task owner, String pointer, String path) {
        if (task != owner && isDeclared(pointer)) {
            report(
                    keyOf(pointer),
                    "Field " + path + " does not fit: only " + owner.word() + " has it, the task is " + task.word());
        }
    }

    /* Each class is a column of the log, whose names are compared without regard to capitals. */
    private void classes() {
        Map<String, Integer> seen = new HashMap<>();
        for (int index = 0; index < classes.size(); index++) {
            Integer earlier = seen.putIfAbsent(classes.get(index).toLowerCase(Locale.ROOT), index);
            if (earlier != null) {
                report(
                        LABEL + "/classes/" + index,
                        "Repeated class '" + classes.get(index) + "': spec.label.classes[" + earlier
                                + "] is the same column of the log, expected another");
            }
        }
    }

    private void answer(String pointer, String path) {
        JsonNode answer = at(pointer);
        if (!answer.isNumber() && !answer.isObject()) {
            return;
        }
        boolean fits = switch (task) {
            case BINARY_CLASSIFICATION -> isProbability(answer);
            case REGRESSION -> answer.isNumber() && Double.isFinite(answer.doubleValue());
            case MULTICLASS_CLASSIFICATION -> isDistribution(answer);
        };
        if (!fits) {
            report(
                    pointer,
                    "Invalid " + path + ": " + SpecPath.shown(answer) + ", expected "
                            + switch (task) {
                                case BINARY_CLASSIFICATION -> "a probability from 0 to 1";
                                case REGRESSION -> "a finite number";
                                case MULTICLASS_CLASSIFICATION ->
                                    "the probability of each class, together 1, such as {low: 0.2, high: 0.8}";
                            });
        }
    }

    private boolean isDistribution(JsonNode answer) {
        double sum = 0;
        for (String word : classes) {
            if (!isProbability(answer.path(word))) {
                return false;
            }
            sum += answer.path(word).doubleValue();
        }
        return answer.size() == classes.size() && Math.abs(sum - 1) <= ROUNDING;
    }

    private static boolean isProbability(JsonNode number) {
        return number.isNumber() && number.doubleValue() >= 0 && number.doubleValue() <= 1;
    }

    private void validation() {
        for (String margin : List.of("auc", "brier")) {
            only(Task.BINARY_CLASSIFICATION, "/spec/validate/margins/" + margin, "spec.validate.margins." + margin);
        }
        String primary = "/spec/validate/primary";
        String wanted = ValidateSpec.primary(task);
        if (List.of("log-loss", "squared-error").contains(text(primary))
                && !text(primary).equals(wanted)) {
            report(
                    primary,
                    "Invalid spec.validate.primary: " + text(primary) + ", expected " + wanted + ", the loss of "
                            + task.word());
        }
    }
}
