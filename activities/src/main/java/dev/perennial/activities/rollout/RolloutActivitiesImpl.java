package dev.perennial.activities.rollout;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.monitoring.decision.CanaryJudge;
import dev.perennial.monitoring.decision.CanaryVerdict;
import dev.perennial.monitoring.decision.JudgePolicy;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RolloutSpec;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.rollout.RolloutActivities;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutOutcome;
import dev.perennial.workflows.rollout.RolloutReport;
import dev.perennial.workflows.rollout.RolloutRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A rollout's writes, each refused by the log when a rollback, a hold or another champion came first, and the judge's
 * looks.
 */
public final class RolloutActivitiesImpl implements RolloutActivities {
    private static final Actor ROLLOUT = Actor.system("rollout");

    private final Workbench workbench;

    /** Activities on this workbench. */
    public RolloutActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Optional<TrafficPlan> enterStep(RolloutRequest request, int step) {
        return Failures.translated(() -> {
            ModelName model = model(request);
            RolloutSpec.Step declared = request.plan().steps().get(step);
            Instant since =
                    workbench.watermark(model).orElseGet(() -> workbench.clock().instant());
            TrafficPlan plan = new TrafficPlan(
                    request.rollout(),
                    request.challenger().number(),
                    declared.basisPoints(),
                    Digest.of("salt of rollout " + request.rollout()).abbreviated(),
                    step,
                    since);
            return attempt(model, "rollout-step/" + request.rollout() + "/" + step, state -> {
                        requireUndisturbed(state, request);
                        return new EntryDraft(
                                step == 0 ? TimelineKind.ROLLOUT_STARTED : TimelineKind.ROLLOUT_STEP,
                                ROLLOUT,
                                Optional.of(since),
                                request.challenger()
                                        + (step == 0 ? " is rolled out: step 1 of " : ": step " + (step + 1) + " of ")
                                        + request.plan().steps().size() + ", " + declared.label()
                                        + (declared.basisPoints() == 0 ? "" : " of requests"),
                                new RegistryChange.TrafficPlanned(plan),
                                links(request).with("step", declared.label()));
                    })
                    .map(entry -> ((RegistryChange.TrafficPlanned) entry.entry().change()).plan());
        });
    }

    @Override
    public Judgement judge(RolloutRequest request, TrafficPlan plan) {
        return Failures.translated(
                () -> workbench.heartbeat().during("look at " + request.rollout(), () -> look(request, plan)));
    }

    private Judgement look(RolloutRequest request, TrafficPlan plan) {
        ModelName model = model(request);
        ModelState state = workbench.registry().state(model);
        ModelSpec spec = workbench.spec(state);
        RolloutPlans plans = RolloutPlans.of(workbench.registry(), model, plan);
        Optional<Instant> seen = workbench.watermarks().of(model, spec.monitor().lateness());
        if (seen.isEmpty() || !seen.get().isAfter(plans.begin())) {
            return new Judgement(
                    Verdict.CONTINUE,
                    "nothing is logged since the rollout began at " + PlainTime.of(plans.begin()),
                    seen.orElse(plans.begin()),
                    Optional.empty(),
                    new TreeMap<>());
        }
        Instant watermark = seen.get();
        Instant mature = watermark.minus(spec.label().matureAfter());
        LoggedRows rows = workbench
                .log()
                .read(new LogQuery(
                        model,
                        FeatureSchemas.of(spec),
                        spec.outputs(),
                        new TimeWindow(plans.begin(), watermark),
                        Optional.of(mature)));
        RolloutLosses losses = new RolloutLosses(rows, labelVariance(request, spec));
        RolloutLook look = new RolloutLook(request, plan, plans, losses, rows, watermark, mature);
        JudgePolicy policy = JudgePolicy.standard()
                .with(request.plan().falseRollback(), request.plan().minRequests());
        CanaryVerdict verdict = CanaryJudge.judge(look.evidence(policy), policy, losses.kind());
        Verdict word = switch (verdict.decision()) {
            case PROMOTE -> Verdict.ADVANCE;
            case ROLL_BACK -> Verdict.ROLL_BACK;
            case CONTINUE -> Verdict.CONTINUE;
            case HOLD -> Verdict.HOLD;
            case INVALID -> Verdict.INVALID;
        };
        // A look that decides nothing leaves no document: there are many of them, and each can be repeated.
        Optional<Digest> evidence = word == Verdict.CONTINUE
                ? Optional.empty()
                : Optional.of(workbench
                        .registry()
                        .putDocument(new RolloutReport(
                                request.rollout(),
                                request.challenger(),
                                request.champion(),
                                plan,
                                watermark,
                                verdict,
                                look.numbers(),
                                look.notes())));
        String because = look.notes().isEmpty() || word != Verdict.CONTINUE
                ? verdict.because()
                : verdict.because() + "; " + String.join("; ", look.notes());
        return new Judgement(word, because, watermark, evidence, look.numbers());
    }

    /* A regression's errors are measured by the labels on which its champion was proven. */
    private double labelVariance(RolloutRequest request, ModelSpec spec) {
        if (!(spec.outputs() instanceof Outputs.Value)) {
            return 0;
        }
        VersionManifest champion = workbench.registry().manifest(new ModelVersion(spec.name(), request.champion()));
        return workbench
                .registry()
                .document(champion.referenceProfile(), OutcomeReference.class)
                .labelVariance();
    }

    @Override
    public boolean promote(RolloutRequest request, String because, Optional<Digest> evidence) {
        return Failures.translated(() -> {
            ModelName model = model(request);
            Optional<Instant> watermark = workbench.watermark(model);
            return attempt(model, "rollout-promote/" + request.rollout(), state -> {
                        requireUndisturbed(state, request);
                        requireUnderWay(state, request);
                        return new EntryDraft(
                                TimelineKind.CHAMPION_PROMOTED,
                                ROLLOUT,
                                watermark,
                                request.challenger() + " is champion in place of " + model + "@" + request.champion()
                                        + ": " + because,
                                new RegistryChange.ChampionPromoted(
                                        request.challenger().number()),
                                links(request, evidence));
                    })
                    .isPresent();
        });
    }

    @Override
    public boolean takeBack(RolloutRequest request, RolloutOutcome.End end, String because, Optional<Digest> evidence) {
        return Failures.translated(() -> {
            ModelName model = model(request);
            Optional<Instant> watermark = workbench.watermark(model);
            TimelineKind kind = switch (end) {
                case ROLLED_BACK -> TimelineKind.ROLLED_BACK;
                case ABORTED -> TimelineKind.ROLLOUT_ABORTED;
                case HELD -> TimelineKind.ROLLOUT_HELD;
                case PROMOTED, OVERTAKEN ->
                    throw new IllegalArgumentException(
                            "Invalid end of rollout " + request.rollout() + ": " + end + " takes nothing back");
            };
            String word = end.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return attempt(model, "rollout-end/" + request.rollout(), state -> {
                        requireUnderWay(state, request);
                        return new EntryDraft(
                                kind,
                                ROLLOUT,
                                watermark,
                                request.challenger() + " was taken back (" + word + "), all traffic goes to " + model
                                        + "@" + request.champion() + ": " + because,
                                new RegistryChange.TrafficCleared(
                                        request.rollout(), request.challenger().number(), word),
                                links(request, evidence));
                    })
                    .isPresent();
        });
    }

    @Override
    public void note(RolloutRequest request, RolloutCommand command) {
        Failures.run(() -> {
            ModelName model = model(request);
            Optional<Instant> watermark = workbench.watermark(model);
            TimelineKind kind = switch (command.verb()) {
                case PAUSE -> TimelineKind.ROLLOUT_PAUSED;
                case RESUME -> TimelineKind.ROLLOUT_RESUMED;
                case PROMOTE, ABORT -> TimelineKind.EVENT_NOTED;
            };
            workbench
                    .registry()
                    .append(
                            model,
                            "rollout-note/" + command.commandId(),
                            state -> new EntryDraft(
                                    kind,
                                    command.actor(),
                                    watermark,
                                    "Rollout of " + request.challenger() + ": "
                                            + command.verb().name().toLowerCase(Locale.ROOT) + ", " + command.reason(),
                                    new RegistryChange.Noted(),
                                    links(request)));
        });
    }

    private Optional<RegistryEntry> attempt(
            ModelName model, String operation, Function<ModelState, EntryDraft> decision) {
        try {
            return Optional.of(workbench.registry().append(model, operation, decision));
        } catch (RefusedException overtaken) {
            return Optional.empty();
        }
    }

    private static void requireUndisturbed(ModelState state, RolloutRequest request) {
        state.requireNotHeld();
        if (state.requireChampion().number() != request.champion()) {
            throw new RefusedException("Cannot go on with rollout " + request.rollout() + ": " + state.requireChampion()
                    + " is champion, it began against " + state.model() + "@" + request.champion());
        }
    }

    private static void requireUnderWay(ModelState state, RolloutRequest request) {
        if (state.traffic()
                .filter(plan -> plan.rollout().equals(request.rollout()))
                .isEmpty()) {
            throw new RefusedException("Cannot end rollout " + request.rollout() + ": it is not under way");
        }
    }

    private static ModelName model(RolloutRequest request) {
        return request.challenger().model();
    }

    private static Evidence links(RolloutRequest request) {
        return Evidence.links(Map.of(
                "rollout",
                request.rollout(),
                "workflow",
                WorkflowIds.rollout(request.rollout()),
                "version",
                request.challenger().toString()));
    }

    private static Evidence links(RolloutRequest request, Optional<Digest> evidence) {
        Evidence links = links(request);
        return evidence.map(document -> links.with("evidence", document.hex())).orElse(links);
    }
}
