package dev.perennial.registry.spec;

import dev.perennial.registry.TimeWindow;
import java.util.List;

/** What must hold of a model that another server answers for. */
final class ExternalRules extends FileRules {
    private static final String REFERENCE = "/spec/external/reference";

    private ExternalRules(YamlTree file) {
        super(file);
    }

    static List<SpecProblem> problems(YamlTree file) {
        ExternalRules rules = new ExternalRules(file);
        if (rules.isDeclared("/spec/external")) {
            rules.task();
            rules.reference();
            rules.nothingOfVersions();
        }
        return rules.problems();
    }

    /* Answers of several numbers have no place in an observation, and values no score. */
    private void task() {
        if (List.of("regression", "multiclass-classification").contains(text("/spec/task"))) {
            report(
                    keyOf("/spec/external"),
                    "Field spec.external does not fit: only a model of binary-classification is watched for another server"
                            + " in this version");
        }
    }

    private void reference() {
        if (!at(REFERENCE).isTextual()) {
            return;
        }
        try {
            TimeWindow.parse(text(REFERENCE));
        } catch (IllegalArgumentException e) {
            report(
                    REFERENCE,
                    "Invalid spec.external.reference: '" + text(REFERENCE)
                            + "', expected a period of event time such as 2013-01-01T00:00Z/P28D");
        }
    }

    private void nothingOfVersions() {
        for (String field : List.of("retrain", "validate", "rollout", "fallback")) {
            if (isDeclared("/spec/" + field)) {
                report(
                        keyOf("/spec/" + field),
                        "Field spec." + field
                                + " does not fit: another server answers for the model (spec.external), so that no"
                                + " version is trained or rolled out here");
            }
        }
    }
}
