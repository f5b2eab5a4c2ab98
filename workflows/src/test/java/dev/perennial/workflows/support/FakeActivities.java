package dev.perennial.workflows.support;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.alert.AlertActivities;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertOutcome;
import dev.perennial.workflows.alert.AlertPolicy;
import dev.perennial.workflows.alert.AlertProgress;
import dev.perennial.workflows.alert.AlertRequest;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelActivities;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.ProfileActivities;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewOutcome;
import dev.perennial.workflows.review.ReviewRequest;
import dev.perennial.workflows.rollout.RolloutActivities;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutOutcome;
import dev.perennial.workflows.rollout.RolloutRequest;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Activities that answer at once from a {@link FakeRegistry} and a {@link Script}. */
public final class FakeActivities {
    private FakeActivities() {}

    /** One implementation of every activity interface. */
    public static Object[] all(FakeRegistry registry, Script script) {
        return new Object[] {
            new Models(registry),
            new Runs(registry, script),
            new Reviews(registry),
            new Rollouts(registry, script),
            new Windows(registry, script),
            new Segments(registry, script),
            new Alerts(registry)
        };
    }

    private record Models(FakeRegistry registry) implements ModelActivities {
        @Override
        public ModelSituation situation(ModelName model) {
            return new ModelSituation(
                    registry.spec().isPresent(),
                    registry.spec(),
                    registry.champion(),
                    registry.previous(),
                    registry.hold(),
                    Optional.empty(),
                    registry.retrainings());
        }

        @Override
        public void recordRetrainingStarted(ModelName model, String run, RetrainCommand command) {
            if (registry.hold().isPresent()) {
                throw ActivityFailures.REFUSED.failure("Cannot start run " + run + ": the model is held", null);
            }
            if (registry.first(FakeRegistry.operation(model, run))) {
                registry.retrainingStarted(command.asOf().orElseThrow());
                registry.write("retrain-requested " + run);
            }
        }

        @Override
        public void recordRetrainingRefused(ModelName model, RetrainCommand command, String reason) {
            registry.write("retrain-refused " + reason);
        }

        @Override
        public CommandResult rollBack(ModelName model, RollbackCommand command) {
            int to = command.to().orElseGet(() -> registry.previous().orElse(0));
            if (to == 0 || registry.champion().equals(OptionalInt.of(to))) {
                return CommandResult.refused("Cannot roll back " + model + ": " + to + " is champion already");
            }
            registry.rollBack(to, command.reason());
            registry.write("rolled-back " + to);
            return CommandResult.accepted(model + "@" + to, "Rolled back");
        }

        @Override
        public CommandResult releaseHold(ModelName model, HoldReleaseCommand command) {
            if (!registry.release()) {
                return CommandResult.refused("Cannot release the hold of " + model + ": there is none");
            }
            registry.write("hold-released");
            return CommandResult.accepted(model.value(), "Released");
        }
    }

    private record Runs(FakeRegistry registry, Script script) implements RetrainActivities {
        private static final Digest MODEL = Digest.of("model");

        @Override
        public Plan plan(RetrainRequest request) {
            return new Plan(
                    request,
                    Digest.of("spec"),
                    registry.champion(),
                    new TimeWindow(
                            request.asOf().minus(Duration.ofDays(74)),
                            request.asOf().minus(Duration.ofDays(14))),
                    new TimeWindow(request.asOf().minus(Duration.ofDays(14)), request.asOf()),
                    registry.spec().orElseThrow().retrain().candidates(),
                    7);
        }

        @Override
        public Snapshot snapshot(Plan plan) {
            return new Snapshot(
                    Digest.of("rows"), Digest.of("training"), 1000, Digest.of("hold-out"), 200, script.dataProblem());
        }

        @Override
        public Candidate train(Plan plan, Snapshot snapshot, CandidateRecipe recipe) {
            while (script.trainingIsHeld() && !Thread.currentThread().isInterrupted()) {
                Activity.getExecutionContext().heartbeat(recipe.label());
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            if (script.fails(recipe.algorithm())) {
                throw ActivityFailures.INVALID.failure("no convergence", null);
            }
            registry.write("candidate-trained " + recipe.label());
            return new Candidate(recipe, MODEL, 10, MODEL, 0, new TreeMap<>());
        }

        @Override
        public Validation validate(Plan plan, Snapshot snapshot, List<Candidate> candidates) {
            registry.write("validated " + candidates.size());
            return new Validation(
                    candidates.get(0), script.candidatePasses(), "the gate spoke", Samples.EVIDENCE, new TreeMap<>());
        }

        @Override
        public Registered register(Plan plan, Snapshot snapshot, Candidate candidate, Validation validation) {
            ModelVersion version = new ModelVersion(plan.request().model(), registry.nextVersion());
            registry.write("version-registered " + version);
            return new Registered(version, Samples.EVIDENCE);
        }

        @Override
        public void bootstrap(Plan plan, ModelVersion version, Validation validation) {
            registry.crown(version.number());
            registry.write("champion-promoted " + version);
        }

        @Override
        public void recordEnd(RetrainRequest request, RetrainOutcome outcome) {
            if (registry.first(FakeRegistry.operation(request.model(), request.run() + "-end"))) {
                registry.write("retrain-ended " + outcome.getClass().getSimpleName() + " " + outcome.sentence());
            }
        }
    }

    private record Reviews(FakeRegistry registry) implements ReviewActivities {
        @Override
        public void open(ReviewRequest request) {
            registry.write("review-requested " + request.review());
        }

        @Override
        public void close(ReviewRequest request, ReviewOutcome outcome, Optional<ReviewDecision> decision) {
            if (registry.first(request.review())) {
                registry.write("review-" + outcome.decision() + " " + request.review());
            }
        }
    }

    private record Rollouts(FakeRegistry registry, Script script) implements RolloutActivities {
        @Override
        public Optional<TrafficPlan> enterStep(RolloutRequest request, int step) {
            TrafficPlan plan = new TrafficPlan(
                    request.rollout(),
                    request.challenger().number(),
                    request.plan().steps().get(step).basisPoints(),
                    "salt",
                    step,
                    Samples.JUNE);
            if (!registry.plan(plan, request.champion())) {
                return Optional.empty();
            }
            registry.write("rollout-step " + request.plan().steps().get(step).label());
            return Optional.of(plan);
        }

        @Override
        public Judgement judge(RolloutRequest request, TrafficPlan plan) {
            return new Judgement(
                    script.nextVerdict(),
                    "the judge spoke",
                    Samples.JUNE,
                    Optional.of(Samples.EVIDENCE),
                    new TreeMap<>());
        }

        @Override
        public boolean promote(RolloutRequest request, String because, Optional<Digest> evidence) {
            if (!registry.promote(request.rollout(), request.challenger().number())) {
                return false;
            }
            registry.write("champion-promoted " + request.challenger());
            return true;
        }

        @Override
        public boolean takeBack(
                RolloutRequest request, RolloutOutcome.End end, String because, Optional<Digest> evidence) {
            if (!registry.clear(request.rollout())) {
                return false;
            }
            registry.write("taken-back " + end + ": " + because);
            return true;
        }

        @Override
        public void note(RolloutRequest request, RolloutCommand command) {
            registry.write("rollout-" + command.verb());
        }
    }

    private record Segments(FakeRegistry registry, Script script) implements ProfileActivities {
        @Override
        public SegmentPlan plan(ModelName model, TimeWindow window) {
            int batches = script.takeBatches();
            return new SegmentPlan(batches == 0 ? "" : "list", batches, batches, batches);
        }

        @Override
        public ProfiledBatch count(ModelName model, SegmentPlan plan, int batch) {
            script.countBatch(batch);
            return new ProfiledBatch(1, 0, 1);
        }

        @Override
        public ProfiledWindow merge(ModelName model, TimeWindow window) {
            script.merged();
            return new ProfiledWindow(1, 1, 1);
        }
    }

    private record Windows(FakeRegistry registry, Script script) implements MonitorActivities {
        @Override
        public Due due(ModelName model) {
            Optional<TimeWindow> unfrozen = script.unfrozen();
            return unfrozen.isPresent()
                    ? Due.toFreeze(unfrozen.get(), List.of())
                    : new Due(script.takeDueWindows(), "nothing more is due", List.of());
        }

        @Override
        public Frozen freezeReference(ModelName model, TimeWindow period) {
            if (script.fails("reference")) {
                return new Frozen(Optional.empty(), "too few rows");
            }
            registry.write("reference-frozen " + period);
            script.froze();
            return new Frozen(Optional.of(new ModelVersion(model, 1)), "");
        }

        @Override
        public Due awaitingLabels(ModelName model) {
            return new Due(script.awaiting(), "");
        }

        @Override
        public WindowForecast estimate(ModelName model, TimeWindow window) {
            if (script.fails("estimate")) {
                throw ActivityFailures.INVALID.failure("no reference rows", null);
            }
            registry.write("window-estimated " + window);
            return new WindowForecast(window, "presumed-healthy", "no estimate speaks for harm", Digest.of("estimate"));
        }

        @Override
        public Optional<Digest> fitChallenger(ModelName model, TimeWindow window) {
            if (script.fails("challenger")) {
                throw ActivityFailures.INVALID.failure("too few rows", null);
            }
            return Optional.of(Digest.of("challenger " + window));
        }

        @Override
        public WindowJudgement evaluate(ModelName model, TimeWindow window, Optional<Digest> challenger) {
            Optional<RetrainSpec.Trigger> suggestion = script.suggestionFor(window);
            return new WindowJudgement(
                    window,
                    challenger.isPresent() ? "healthy" : "not-evaluable",
                    "because",
                    Digest.of(window.toString()),
                    suggestion,
                    new TreeMap<>());
        }

        @Override
        public void record(ModelName model, WindowJudgement judgement) {
            registry.write("window-evaluated " + judgement.window() + " " + judgement.verdict());
        }

        @Override
        public AlertSteps alerts(ModelName model, WindowJudgement judgement) {
            return steps(model, judgement.window(), judgement.report());
        }

        @Override
        public AlertSteps estimateAlerts(ModelName model, WindowForecast forecast) {
            return steps(model, forecast.window(), forecast.report());
        }

        private AlertSteps steps(ModelName model, TimeWindow window, Digest report) {
            return new AlertSteps(
                    new AlertPolicy(model, 2, Duration.ofDays(7), registry.alerts(), registry.endedAlerts())
                            .decide(
                                    script.findingsOf(window),
                                    new AlertPolicy.Basis(
                                            window.to(), Optional.of(window), Optional.of(report), new TreeMap<>())));
        }
    }

    private record Alerts(FakeRegistry registry) implements AlertActivities {
        @Override
        public void raise(AlertRequest request) {
            if (registry.first("raise " + request.id())) {
                registry.raise(request);
                registry.write("alert-raised " + request.alert() + " " + request.severity());
            }
        }

        @Override
        public void note(AlertRequest request) {
            registry.write("alert-noted " + request.alert());
        }

        @Override
        public void acknowledge(AlertRequest request, AlertCommand command) {
            registry.write("alert-acknowledged " + request.alert() + " " + command.actor());
        }

        @Override
        public void escalate(AlertRequest request, Escalation escalation) {
            if (registry.first("escalate " + request.id() + escalation.number())) {
                registry.write("alert-escalated " + escalation.severity() + " " + escalation.sentence());
            }
        }

        @Override
        public void resolve(AlertRequest request, AlertProgress progress, AlertOutcome outcome) {
            if (registry.first("resolve " + request.id())) {
                registry.resolve(request, outcome);
                registry.write("alert-resolved " + request.alert() + " " + outcome.resolution() + " seen "
                        + progress.sightings());
            }
        }
    }

    /** An instant of the fakes' event time. */
    public static Instant day(int number) {
        return Samples.JUNE.plus(Duration.ofDays(number));
    }
}
