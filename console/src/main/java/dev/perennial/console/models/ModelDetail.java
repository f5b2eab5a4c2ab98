package dev.perennial.console.models;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.model.ModelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A model in full. {@code entity} is the word of its workflow, absent where nobody answers for it. */
record ModelDetail(
        @JsonUnwrapped ModelSummary summary,
        long logSeq,
        Optional<ModelVersion> previous,
        Optional<Instant> championSince,
        Optional<TrafficPlan> traffic,
        Optional<ModelState.Hold> hold,
        Optional<Instant> monitoredFrom,
        Optional<ModelState.Retraining> retraining,
        Optional<ModelState.OpenReview> review,
        List<ModelState.ImportedTable> imports,
        Optional<String> owner,
        Optional<ModelSpec> spec,
        Optional<ModelStatus> entity) {
    static ModelDetail of(ModelState state, Optional<ModelSpec> spec, Optional<ModelStatus> entity) {
        return new ModelDetail(
                ModelSummary.of(state),
                state.seq(),
                state.previous().isPresent()
                        ? Optional.of(
                                new ModelVersion(state.model(), state.previous().getAsInt()))
                        : Optional.empty(),
                state.championSince(),
                state.traffic(),
                state.hold(),
                state.monitoredFrom(),
                state.retraining(),
                state.review(),
                state.imports(),
                spec.map(ModelSpec::owner),
                spec,
                entity);
    }
}
