package dev.perennial.workflows.support;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.spec.FeatureSpec;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.MonitorSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.registry.spec.RolloutSpec;
import dev.perennial.registry.spec.ValidateSpec;
import dev.perennial.workflows.model.RetrainCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Declarations and commands for tests. */
public final class Samples {
    public static final ModelName MODEL = new ModelName("flight-delay");
    public static final Actor ADA = Actor.user("ada");
    public static final Actor GRACE = Actor.user("grace");
    public static final Instant JUNE = Instant.parse("2013-06-03T00:00:00Z");
    public static final Digest EVIDENCE = Digest.of("evidence");
    public static final Duration POLL = Duration.ofSeconds(30);

    private Samples() {}

    public static ModelSpec spec(RetrainSpec.Mode mode) {
        return new ModelSpec(
                MODEL,
                "ops@example.org",
                ModelSpec.Task.BINARY_CLASSIFICATION,
                List.of(new FeatureSpec(
                        "temp",
                        FeatureSpec.Type.NUMBER,
                        FeatureSpec.Presence.OPTIONAL,
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty())),
                new LabelSpec("late", "1", Duration.ofHours(6), Duration.ofDays(2)),
                ModelSpec.EventTimeSource.REQUEST,
                List.of(),
                new MonitorSpec(Duration.ofDays(7), Duration.ofDays(7), POLL, Duration.ofHours(6), 0.02, 0.01),
                new RetrainSpec(
                        Set.of(RetrainSpec.Trigger.CHALLENGER, RetrainSpec.Trigger.HARM),
                        mode,
                        Duration.ofDays(60),
                        Duration.ofDays(14),
                        List.of(recipe("linear"), recipe("gradient-boosting"), recipe("forest")),
                        2,
                        Duration.ofDays(3),
                        Duration.ofDays(2)),
                new ValidateSpec(0.005, 0.002, 0.05),
                rollout(),
                Optional.empty());
    }

    public static RolloutSpec rollout() {
        return new RolloutSpec(
                List.of(
                        new RolloutSpec.Step(500, Duration.ofDays(1)),
                        new RolloutSpec.Step(2500, Duration.ofDays(1)),
                        new RolloutSpec.Step(10_000, Duration.ZERO)),
                0.01,
                200,
                Duration.ofDays(7),
                Duration.ofDays(7));
    }

    public static CandidateRecipe recipe(String algorithm) {
        return new CandidateRecipe(algorithm, new TreeMap<>());
    }

    public static RetrainCommand byHand(String commandId) {
        return new RetrainCommand(
                commandId, RetrainSpec.Trigger.MANUAL, "new data", ADA, Optional.of(JUNE), Optional.empty());
    }

    public static RetrainCommand byMonitor(String commandId, Instant asOf) {
        return new RetrainCommand(
                commandId,
                RetrainSpec.Trigger.CHALLENGER,
                "the challenger is better",
                Actor.system("monitor"),
                Optional.of(asOf),
                Optional.empty());
    }
}
