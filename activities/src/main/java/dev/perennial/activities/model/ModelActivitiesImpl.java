package dev.perennial.activities.model;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.RegistryHistory;
import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelActivities;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.model.RollbackCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The entity's reads and writes of the registry; every write names the command or run it came from. */
public final class ModelActivitiesImpl implements ModelActivities {
    private static final Duration REMEMBERED = Duration.ofDays(56);

    private final Workbench workbench;

    /** Activities on this workbench. */
    public ModelActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public ModelSituation situation(ModelName model) {
        return Failures.translated(() -> {
            ModelState state = workbench.registry().state(model);
            Optional<ModelSpec> spec = state.spec().map(applied -> workbench.spec(applied.digest()));
            Optional<Instant> watermark = spec.flatMap(declared ->
                    workbench.watermarks().of(model, declared.monitor().lateness()));
            List<RegistryChange.RetrainingStarted> runs =
                    new RegistryHistory(workbench.registry()).changes(model, RegistryChange.RetrainingStarted.class);
            Optional<Instant> newest =
                    runs.stream().map(RegistryChange.RetrainingStarted::asOf).max(Instant::compareTo);
            List<Instant> recent = runs.stream()
                    .map(RegistryChange.RetrainingStarted::asOf)
                    .filter(asOf ->
                            asOf.isAfter(watermark.or(() -> newest).orElse(asOf).minus(REMEMBERED)))
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
            return new ModelSituation(
                    spec.isPresent(),
                    spec,
                    state.champion(),
                    state.previous(),
                    state.hold().map(ModelState.Hold::reason),
                    watermark.or(() -> endOfImports(state)),
                    recent,
                    runs.size());
        });
    }

    /** Before serving begins, what is known ends where the imported tables end. */
    private static Optional<Instant> endOfImports(ModelState state) {
        return state.imports().stream().map(ModelState.ImportedTable::to).max(Instant::compareTo);
    }

    @Override
    public void recordRetrainingStarted(ModelName model, String run, RetrainCommand command) {
        Failures.run(() -> {
            Instant asOf = command.asOf()
                    .or(() -> workbench.watermark(model))
                    .or(() -> endOfImports(workbench.registry().state(model)))
                    .orElseGet(() -> workbench.clock().instant());
            workbench
                    .registry()
                    .append(
                            model,
                            "retrain-started/" + run,
                            state -> new EntryDraft(
                                    TimelineKind.RETRAIN_REQUESTED,
                                    command.actor(),
                                    Optional.of(asOf),
                                    "Retraining " + run + " was requested (" + word(command) + "): " + command.reason(),
                                    new RegistryChange.RetrainingStarted(run, word(command), asOf),
                                    Evidence.links(Map.of(
                                            "run", run,
                                            "trigger", word(command),
                                            "workflow", WorkflowIds.retrain(run)))));
        });
    }

    @Override
    public void recordRetrainingRefused(ModelName model, RetrainCommand command, String reason) {
        Failures.run(() -> workbench
                .registry()
                .append(
                        model,
                        "retrain-refused/" + command.commandId(),
                        state -> new EntryDraft(
                                TimelineKind.RETRAIN_REFUSED,
                                command.actor(),
                                command.asOf(),
                                "No retraining (" + word(command) + "): " + reason,
                                new RegistryChange.Noted(),
                                Evidence.none())));
    }

    @Override
    public CommandResult rollBack(ModelName model, RollbackCommand command) {
        return Failures.translated(() -> {
            ModelState seen = workbench.registry().state(model);
            if (command.to().isPresent()
                    && seen.version(command.to().getAsInt()).isEmpty()) {
                return CommandResult.unknown("Cannot roll back " + model + " to " + model + "@"
                        + command.to().getAsInt() + ": there is no such version");
            }
            Optional<Instant> watermark = workbench.watermark(seen);
            try {
                RegistryEntry entry = workbench.registry().append(model, "roll-back/" + command.commandId(), state -> {
                    int target = command.to().orElseGet(() -> lastKnownGood(state));
                    return new EntryDraft(
                            TimelineKind.ROLLED_BACK,
                            command.actor(),
                            watermark,
                            "Rolled back from " + state.requireChampion() + " to " + model + "@" + target + ": "
                                    + command.reason() + "; a hold stands until it is released",
                            new RegistryChange.RolledBack(target),
                            Evidence.none());
                });
                return rolledBack(model, entry);
            } catch (RefusedException e) {
                return CommandResult.refused(String.valueOf(e.getMessage()));
            }
        });
    }

    /* A first champion has no predecessor; while its challenger is rolled out, to go back is to stay with it. */
    private static int lastKnownGood(ModelState state) {
        return state.previous().isEmpty() && state.traffic().isPresent()
                ? state.requireChampion().number()
                : state.requireRollbackTarget().number();
    }

    private static CommandResult rolledBack(ModelName model, RegistryEntry entry) {
        if (entry.entry().change() instanceof RegistryChange.RolledBack change) {
            String version = new ModelVersion(model, change.to()).toString();
            return CommandResult.accepted(version, entry.entry().sentence());
        }
        throw new IllegalArgumentException("Invalid command id: its operation is entry " + entry.seq() + " of " + model
                + ", which is no rollback");
    }

    @Override
    public CommandResult releaseHold(ModelName model, HoldReleaseCommand command) {
        return Failures.translated(() -> {
            Optional<Instant> watermark = workbench.watermark(model);
            try {
                RegistryEntry entry = workbench
                        .registry()
                        .append(
                                model,
                                "release-hold/" + command.commandId(),
                                state -> new EntryDraft(
                                        TimelineKind.HOLD_RELEASED,
                                        command.actor(),
                                        watermark,
                                        "The hold was released: " + command.reason(),
                                        new RegistryChange.HoldReleased(),
                                        Evidence.none()));
                return CommandResult.accepted(model.value(), entry.entry().sentence());
            } catch (RefusedException e) {
                return CommandResult.refused(String.valueOf(e.getMessage()));
            }
        });
    }

    private static String word(RetrainCommand command) {
        return command.trigger().name().toLowerCase(Locale.ROOT);
    }
}
