package dev.perennial.console.models;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ModelState.AppliedSpec;
import dev.perennial.registry.log.ModelState.EvaluatedWindow;
import java.util.Optional;
import java.util.OptionalInt;

/** A model in one line; {@code phase} is idle, retraining, review or rollout. */
record ModelSummary(
        ModelName model,
        String phase,
        Optional<ModelVersion> champion,
        Optional<ModelVersion> challenger,
        Optional<EvaluatedWindow> lastWindow,
        boolean monitored,
        boolean held,
        OptionalInt revision,
        int versions) {
    static ModelSummary of(ModelState state) {
        return new ModelSummary(
                state.model(),
                phase(state),
                state.championVersion(),
                state.traffic().map(plan -> new ModelVersion(state.model(), plan.challenger())),
                state.lastWindow(),
                state.monitoredFrom().isPresent(),
                state.hold().isPresent(),
                state.spec().stream().mapToInt(AppliedSpec::revision).findFirst(),
                state.versions().size());
    }

    /** What the log says is under way. */
    static String phase(ModelState state) {
        if (state.traffic().isPresent()) {
            return "rollout";
        }
        if (state.review().isPresent()) {
            return "review";
        }
        return state.retraining().isPresent() ? "retraining" : "idle";
    }
}
