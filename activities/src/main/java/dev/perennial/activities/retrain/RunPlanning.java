package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Cuts event time for a run. The held-out rows are the newest whose labels have matured by {@code asOf}, and the training
 * rows those before them; a run over one table cuts that table's own span alike. What was validated is what is served: a
 * winner is not refitted on the held-out rows afterwards, since nothing could then be said of the refitted model.
 */
final class RunPlanning {
    private final Workbench workbench;

    RunPlanning(Workbench workbench) {
        this.workbench = workbench;
    }

    Plan plan(RetrainRequest request) {
        ModelState state = workbench.registry().state(request.model());
        Digest declaration = state.requireSpec().digest();
        ModelSpec spec = workbench.spec(declaration);
        RetrainSpec retrain = spec.retrain();
        Optional<TimeWindow> table = request.command().table().map(workbench.extract()::span);
        Instant end = table.map(TimeWindow::to)
                .orElseGet(() -> request.asOf().minus(spec.label().matureAfter()));
        Duration held = table.filter(
                        span -> span.length().compareTo(retrain.holdOut().multipliedBy(2)) < 0)
                .map(span -> span.length().dividedBy(4))
                .orElse(retrain.holdOut());
        Instant cut = end.minus(held);
        Instant start = table.map(TimeWindow::from).orElseGet(() -> cut.minus(retrain.trainingWindow()));
        long seed = Long.parseUnsignedLong(Digest.of(request.run()).hex().substring(0, 15), 16);
        return new Plan(
                request,
                declaration,
                state.champion(),
                new TimeWindow(start, cut),
                new TimeWindow(cut, end),
                retrain.candidates(),
                seed);
    }
}
