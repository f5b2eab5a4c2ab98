package dev.perennial.workflows.rollout;

import dev.perennial.registry.Digest;
import dev.perennial.registry.log.TrafficPlan;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** What a rollout reads and writes. */
@ActivityInterface(namePrefix = "Rollout")
public interface RolloutActivities {
    /** Writes the plan of a step (0-based) to the log; empty if a hold, a rollback or another champion came first. */
    @ActivityMethod
    Optional<TrafficPlan> enterStep(RolloutRequest request, int step);

    /** Looks at everything logged since the rollout began. */
    @ActivityMethod
    Judgement judge(RolloutRequest request, TrafficPlan plan);

    /** Makes the challenger champion; false if something came first. */
    @ActivityMethod
    boolean promote(RolloutRequest request, String because, Optional<Digest> evidence);

    /** Gives all traffic back to the champion; false if something came first. */
    @ActivityMethod
    boolean takeBack(RolloutRequest request, RolloutOutcome.End end, String because, Optional<Digest> evidence);

    /** Notes a pause or a resumption. */
    @ActivityMethod
    void note(RolloutRequest request, RolloutCommand command);

    /**
     * What the judge says of a rollout at one look.
     *
     * @param verdict advance (to the next step), roll-back, continue, hold (inconclusive for too long), or invalid
     * @param judgedUntil the event time up to which evidence was looked at
     * @param evidence the stored document the verdict rests on
     */
    record Judgement(
            Verdict verdict,
            String because,
            Instant judgedUntil,
            Optional<Digest> evidence,
            SortedMap<String, Double> numbers) {}

    /** The judge's word. */
    enum Verdict {
        ADVANCE,
        ROLL_BACK,
        CONTINUE,
        HOLD,
        INVALID
    }
}
