package dev.perennial.registry.spec;

import dev.perennial.registry.spec.RolloutSpec.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What holds where a model file says nothing; the schema names the same values. */
final class SpecDefaults {
    static final FalseAlarmBudget FALSE_ALARMS =
            new FalseAlarmBudget(new AlarmRate(1, AlarmRate.Per.QUARTER), new AlarmRate(2, AlarmRate.Per.MONTH));

    static final int RESOLVE_AFTER = 2;

    static final MonitorSpec MONITOR = new MonitorSpec(
            Duration.ofDays(1), Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofHours(1), 0.1, 0.05);

    static final RetrainSpec RETRAIN = new RetrainSpec(
            Set.of(RetrainSpec.Trigger.CHALLENGER),
            RetrainSpec.Mode.REVIEW,
            Duration.ofDays(180),
            Duration.ofDays(14),
            List.of(
                    new CandidateRecipe("linear", new TreeMap<>()),
                    new CandidateRecipe("gradient-boosting", new TreeMap<>())),
            2,
            Duration.ofDays(3),
            Duration.ofDays(2));

    static final ValidateSpec VALIDATE = new ValidateSpec(0.005, 0.002, 0.05);

    /** How long a step lasts that names no duration. */
    static final Duration STEP = Duration.ofMinutes(10);

    static final RolloutSpec ROLLOUT = new RolloutSpec(
            List.of(
                    new Step(0, Duration.ofDays(1)),
                    new Step(500, Duration.ofDays(1)),
                    new Step(2_500, Duration.ofDays(1)),
                    new Step(10_000, Duration.ZERO)),
            0.01,
            200,
            Duration.ofDays(14),
            Duration.ofDays(7));

    /**
     * What a source may say in {@link #FEEDBACK_PER} whatever others say: half of the 200 rows below which nothing is
     * judged.
     */
    static final int FEEDBACK_ALLOWANCE = 100;

    static final Duration FEEDBACK_PER = Duration.ofDays(1);

    /** The cap of the others where some are trusted: as much as one liar may move a rate. */
    static final double FEEDBACK_SHARE = 0.05;

    private SpecDefaults() {}
}
