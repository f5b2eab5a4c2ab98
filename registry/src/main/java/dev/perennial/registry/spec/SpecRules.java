package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.PlainTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What must hold between the fields of a model file, beyond the schema; values that break the schema are passed over. */
final class SpecRules extends FileRules {
    private SpecRules(YamlTree file) {
        super(file);
    }

    static List<SpecProblem> problems(YamlTree file) {
        SpecRules rules = new SpecRules(file);
        rules.features();
        rules.label();
        rules.monitor();
        rules.retrain();
        rules.rollout();
        rules.positive("/spec/feedback/per", "spec.feedback.per");
        rules.positive("/spec/feedback/expiresAfter", "spec.feedback.expiresAfter");
        rules.log();
        List<SpecProblem> problems = new ArrayList<>(rules.problems());
        problems.addAll(TaskRules.problems(file));
        problems.addAll(ObjectiveRules.problems(file));
        problems.addAll(WatchRules.problems(file));
        problems.addAll(ExternalRules.problems(file));
        return problems;
    }

    private void log() {
        String keep = "/spec/log/keep";
        duration(keep, LogSpec.SHORTEST)
                .filter(age -> age.compareTo(LogSpec.SHORTEST) < 0)
                .ifPresent(age ->
                        report(keep, "Invalid spec.log.keep: " + PlainTime.of(age) + ", expected two days or more"));
    }

    private void features() {
        Map<String, String> seen = new HashMap<>();
        JsonNode features = at("/spec/features");
        for (int index = 0; index < features.size(); index++) {
            String pointer = "/spec/features/" + index;
            String path = "spec.features[" + index + "]";
            String name = at(pointer + "/name").asText();
            // Column names are compared without regard to capitals where the log is queried.
            String earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), path);
            Optional<String> objection = PartitionColumns.objection(name);
            if (objection.isPresent()) {
                report(pointer + "/name", "Invalid " + path + ".name: " + objection.get());
            } else if (!name.isEmpty() && earlier != null) {
                report(
                        pointer + "/name",
                        "Repeated feature '" + name + "': " + earlier + " has this name already, expected another");
            }
            String type = at(pointer + "/type").asText();
            if (type.equals("number")) {
                refuseField(pointer, path, "maxCategories", "a category");
            } else if (type.equals("category")) {
                refuseField(pointer, path, "unit", "a number");
                refuseField(pointer, path, "range", "a number");
            }
            positive(pointer + "/staleAfter", path + ".staleAfter");
            JsonNode range = at(pointer + "/range");
            if (range.size() == 2
                    && range.path(0).isNumber()
                    && range.path(1).isNumber()
                    && range.path(0).doubleValue() >= range.path(1).doubleValue()) {
                report(
                        pointer + "/range",
                        "Invalid " + path + ".range: [" + range.path(0).asText() + ", "
                                + range.path(1).asText() + "], expected the lower end first");
            }
        }
        String label = at("/spec/label/name").asText();
        Optional<String> objection = PartitionColumns.objection(label);
        if (objection.isPresent()) {
            report("/spec/label/name", "Invalid spec.label.name: " + objection.get());
        } else if (!label.isEmpty() && seen.containsKey(label.toLowerCase(Locale.ROOT))) {
            report(
                    "/spec/label/name",
                    "Invalid spec.label.name: '" + label + "' is a feature as well ("
                            + seen.get(label.toLowerCase(Locale.ROOT)) + "), expected another name");
        }
    }

    private void refuseField(String pointer, String path, String field, String owner) {
        if (!at(pointer + "/" + field).isMissingNode()) {
            report(
                    keyOf(pointer + "/" + field),
                    "Field " + path + "." + field + " does not fit: only " + owner + " has it");
        }
    }

    private void label() {
        String arrives = "/spec/label/arrives";
        Optional<Duration> mature = duration(arrives + "/matureAfter", Duration.ZERO);
        Optional<Duration> typical = duration(arrives + "/typical", Duration.ZERO);
        if (mature.isPresent() && typical.isPresent() && typical.get().compareTo(mature.get()) > 0) {
            report(
                    arrives + "/typical",
                    "Invalid spec.label.arrives.typical: " + text(arrives + "/typical")
                            + ", expected at most matureAfter, which is " + text(arrives + "/matureAfter"));
        }
    }

    private void monitor() {
        String monitor = "/spec/monitor";
        for (String field : List.of("every", "window", "poll")) {
            positive(monitor + "/" + field, "spec.monitor." + field);
        }
        positiveShare(monitor + "/falseAlarmRate", "spec.monitor.falseAlarmRate");
        Optional<Duration> every = duration(monitor + "/every", SpecDefaults.MONITOR.every());
        Optional<Duration> window = duration(monitor + "/window", SpecDefaults.MONITOR.window());
        if (every.isPresent() && window.isPresent() && window.get().compareTo(every.get()) < 0) {
            reportAtFirst(
                    List.of(monitor + "/window", monitor + "/every"),
                    "Invalid spec.monitor.window: " + PlainTime.of(window.get())
                            + ", expected at least spec.monitor.every, which is " + PlainTime.of(every.get())
                            + ", so that no event falls between two windows");
        }
    }

    private void retrain() {
        String data = "/spec/retrain/data";
        positive(data + "/window", "spec.retrain.data.window");
        positive(data + "/holdOut", "spec.retrain.data.holdOut");
        positive("/spec/retrain/reviewWithin", "spec.retrain.reviewWithin");
        Optional<Duration> window = duration(data + "/window", SpecDefaults.RETRAIN.trainingWindow());
        Optional<Duration> holdOut = duration(data + "/holdOut", SpecDefaults.RETRAIN.holdOut());
        if (window.isPresent() && holdOut.isPresent() && holdOut.get().compareTo(window.get()) >= 0) {
            reportAtFirst(
                    List.of(data + "/holdOut", data + "/window"),
                    "Invalid spec.retrain.data.holdOut: " + PlainTime.of(holdOut.get())
                            + ", expected less than spec.retrain.data.window, which is "
                            + PlainTime.of(window.get()));
        }
        Map<JsonNode, Integer> seen = new HashMap<>();
        JsonNode candidates = at("/spec/retrain/candidates");
        for (int index = 0; index < candidates.size(); index++) {
            Integer earlier = seen.putIfAbsent(candidates.get(index), index);
            if (earlier != null) {
                report(
                        "/spec/retrain/candidates/" + index,
                        "Repeated candidate: spec.retrain.candidates[" + earlier
                                + "] is the same, expected another recipe");
            }
        }
    }

    private void rollout() {
        JsonNode steps = at("/spec/rollout/steps");
        Duration longest = duration("/spec/rollout/maxStep", SpecDefaults.ROLLOUT.maxStepDuration())
                .orElse(Duration.ofDays(999_999));
        positive("/spec/rollout/maxStep", "spec.rollout.maxStep");
        int before = -1;
        for (int index = 0; index < steps.size(); index++) {
            String pointer = "/spec/rollout/steps/" + index;
            String path = "spec.rollout.steps[" + index + "]";
            boolean last = index == steps.size() - 1;
            StepText step = StepText.of(steps.get(index));
            OptionalInt share = SpecValues.basisPoints(step.share());
            if (share.isEmpty()) {
                if (SpecValues.writesShare(step.share())) {
                    report(pointer, "Invalid " + path + ": '" + step.share() + "', expected at most 100 %");
                }
                continue;
            }
            if (share.getAsInt() <= before) {
                report(pointer, "Invalid " + path + ": '" + step.share() + "', expected more than the step before");
            }
            before = Math.max(before, share.getAsInt());
            if (last && share.getAsInt() != 10_000) {
                report(pointer, "Invalid " + path + ": '" + step.share() + "', expected the last step to be 100 %");
            }
            Optional<Duration> duration = duration(step.durationPointer(pointer), Duration.ZERO);
            if (last && !step.isPlain()) {
                report(
                        pointer,
                        "Invalid " + path + ": '" + step.share()
                                + "' with a duration, expected none: the last step promotes, spec.rollout.probation follows");
            } else if (duration.isPresent() && duration.get().compareTo(longest) > 0) {
                report(
                        pointer,
                        "Invalid " + path + ": '" + step.share() + "' lasts "
                                + PlainTime.of(duration.get())
                                + ", expected at most spec.rollout.maxStep, which is "
                                + PlainTime.of(longest));
            }
        }
    }

    /** A step as it is written: a share, or a share with a duration. */
    private record StepText(String share, boolean isPlain) {
        static StepText of(JsonNode step) {
            return step.isObject() && step.size() == 1
                    ? new StepText(step.fieldNames().next(), false)
                    : new StepText(step.asText(), true);
        }

        String durationPointer(String pointer) {
            return isPlain ? "/nowhere" : YamlTree.child(pointer, share);
        }
    }
}
