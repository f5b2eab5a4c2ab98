package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of slices, sensitive groups, the fallback's rules, the reference and the floors of drift. */
final class WatchRules extends FileRules {
    private final List<String> all;
    private final List<String> categories;
    private final List<String> numbers;

    private WatchRules(YamlTree file) {
        super(file);
        all = features("");
        categories = features("category");
        numbers = features("number");
    }

    static List<SpecProblem> problems(YamlTree file) {
        WatchRules rules = new WatchRules(file);
        rules.slices();
        rules.sensitive();
        rules.fallback();
        rules.reference();
        rules.floors();
        rules.positive("/spec/monitor/silence/predictions", "spec.monitor.silence.predictions");
        rules.positive("/spec/monitor/silence/labels", "spec.monitor.silence.labels");
        for (String who : List.of("pages", "tickets")) {
            rules.rate("/spec/monitor/falseAlarms/" + who, "spec.monitor.falseAlarms." + who);
        }
        return rules.problems();
    }

    private void slices() {
        Map<String, Integer> seen = new HashMap<>();
        for (int index = 0; index < at("/spec/slices").size(); index++) {
            String pointer = "/spec/slices/" + index;
            String path = "spec.slices[" + index + "]";
            JsonNode slice = at(pointer);
            String name = slice.isTextual() ? slice.asText() : text(pointer + "/name");
            if (slice.isTextual()) {
                category(pointer, path, name);
            } else if (at(pointer + "/where").isTextual()) {
                condition(pointer + "/where", path + ".where");
            }
            Integer earlier = seen.putIfAbsent(name, index);
            if (earlier != null && !name.isEmpty()) {
                report(
                        pointer,
                        "Repeated slice '" + name + "': spec.slices[" + earlier
                                + "] has this name already, expected another");
            }
        }
    }

    private void sensitive() {
        for (int index = 0; index < at("/spec/sensitive").size(); index++) {
            String pointer = "/spec/sensitive/" + index;
            if (at(pointer).isTextual()) {
                category(pointer, "spec.sensitive[" + index + "]", text(pointer));
            }
        }
    }

    private void fallback() {
        for (int index = 0; index < at("/spec/fallback/rules").size(); index++) {
            String pointer = "/spec/fallback/rules/" + index + "/when";
            if (at(pointer).isTextual()) {
                condition(pointer, "spec.fallback.rules[" + index + "].when");
            }
        }
    }

    private void category(String pointer, String path, String name) {
        if (numbers.contains(name)) {
            report(pointer, "Invalid " + path + ": '" + name + "' is a number, expected a category among the features");
        } else if (!categories.contains(name)) {
            report(
                    pointer,
                    "Invalid " + path + ": '" + name + "' is no feature, expected a category among the features"
                            + didYouMean(name, categories));
        }
    }

    private void condition(String pointer, String path) {
        SliceCondition condition;
        try {
            condition = SliceCondition.parse(text(pointer));
        } catch (IllegalArgumentException e) {
            report(
                    pointer,
                    "Invalid " + path + ": " + String.valueOf(e.getMessage()).replace("Invalid condition: ", ""));
            return;
        }
        for (SliceCondition.Term term : condition.terms()) {
            objection(term)
                    .ifPresent(objection -> report(pointer, "Invalid " + path + ": '" + term + "', " + objection));
        }
    }

    private Optional<String> objection(SliceCondition.Term term) {
        boolean isNumber = numbers.contains(term.feature());
        if (!all.contains(term.feature())) {
            return Optional.of("'" + term.feature() + "' is no feature" + didYouMean(term.feature(), all));
        }
        if (!isNumber && term.comparison().ordersNumbers()) {
            return Optional.of("expected = or != or is missing: " + term.feature() + " is a category");
        }
        return isNumber
                        && term.comparison() != SliceCondition.Comparison.MISSING
                        && term.number().isEmpty()
                ? Optional.of("expected a number after " + term.comparison().sign())
                : Optional.empty();
    }

    private void reference() {
        String reference = "/spec/monitor/reference";
        String path = "spec.monitor.reference.";
        if (at(reference + "/period").isTextual()) {
            try {
                TimeWindow.parse(text(reference + "/period"));
            } catch (IllegalArgumentException e) {
                report(
                        reference + "/period",
                        "Invalid " + path + "period: '" + text(reference + "/period")
                                + "', expected a period of event time such as 2013-01-01T00:00Z/P28D");
            }
        }
        Optional<Duration> window = duration("/spec/monitor/window", SpecDefaults.MONITOR.window());
        // The least that a calendar period can be: a window that overlaps its own reference is compared with itself.
        Optional<Duration> back = SpecValues.period(at(reference + "/same-window-last"))
                .map(period -> Duration.ofDays(365L * period.getYears() + 28L * period.getMonths() + period.getDays()));
        if (window.isPresent() && back.isPresent() && back.get().compareTo(window.get()) < 0) {
            report(
                    reference + "/same-window-last",
                    "Invalid " + path + "same-window-last: " + text(reference + "/same-window-last")
                            + ", expected at least spec.monitor.window, which is " + PlainTime.of(window.get()));
        }
    }

    private void floors() {
        String floors = "/spec/monitor/drift/floors";
        List<String> columns = new ArrayList<>(all);
        columns.add(DriftSpec.PREDICTION);
        at(floors).fieldNames().forEachRemaining(column -> {
            if (!columns.contains(column)) {
                report(
                        keyOf(YamlTree.child(floors, column)),
                        "Unknown field spec.monitor.drift.floors." + column + ": expected a feature or "
                                + DriftSpec.PREDICTION + didYouMean(column, columns));
            }
        });
    }

    private void rate(String pointer, String path) {
        if (at(pointer).asText().matches("0+(\\.0+)? per .*")) {
            report(pointer, "Invalid " + path + ": " + text(pointer) + ", expected more than 0");
        }
    }
}
