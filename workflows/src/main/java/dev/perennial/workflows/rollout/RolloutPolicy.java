package dev.perennial.workflows.rollout;

import dev.perennial.registry.spec.RolloutSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which steps are judged, and when a step has lasted too long. */
final class RolloutPolicy {
    private static final int ALL_TRAFFIC = 10_000;

    private RolloutPolicy() {}

    /** How many steps are judged: those before the first that gives the challenger everything, which is the promotion. */
    static int judgedSteps(RolloutSpec plan) {
        List<RolloutSpec.Step> steps = plan.steps();
        int judged = 0;
        while (judged < steps.size() && steps.get(judged).basisPoints() < ALL_TRAFFIC) {
            judged++;
        }
        return judged;
    }

    /**
     * How much longer (wall clock) the step may wait for a verdict; negative if it has waited too long. The judge measures
     * the same limit in event time; this one ends a rollout on which no traffic, and so no event time, comes any more.
     * Pauses do not count.
     */
    static Duration timeLeft(RolloutSpec plan, RolloutProgress progress, Instant now) {
        Duration stood = Duration.between(progress.enteredAt(), now).minus(progress.pausedFor());
        return plan.maxStepDuration().minus(stood);
    }

    /** The same progress, standing still from now on. */
    static RolloutProgress paused(RolloutProgress progress, Instant now) {
        return new RolloutProgress(
                progress.plan(),
                progress.enteredAt(),
                progress.pausedFor(),
                progress.pausedSince().or(() -> Optional.of(now)));
    }

    /** The same progress, going on from now. */
    static RolloutProgress resumed(RolloutProgress progress, Instant now) {
        Duration pause = progress.pausedSince()
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
        return new RolloutProgress(
                progress.plan(), progress.enteredAt(), progress.pausedFor().plus(pause), Optional.empty());
    }
}
