package dev.perennial.console.retrainings;

import dev.perennial.console.timeline.LogReader;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.workflows.WorkflowIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The retraining runs that a model's log tells of. */
final class Retrainings {
    private Retrainings() {}

    /** All runs, the newest first. */
    static List<Run> of(Registry registry, ModelName model) {
        Map<String, Run> runs = new LinkedHashMap<>();
        for (RegistryEntry entry : LogReader.after(registry, model, 0)) {
            EntryDraft draft = entry.entry();
            if (draft.change() instanceof RegistryChange.RetrainingStarted started) {
                runs.put(started.run(), Run.started(model, entry, started));
            } else if (draft.change() instanceof RegistryChange.VersionRegistered registered) {
                runs.computeIfPresent(
                        registered.run(), (name, run) -> run.registered(new ModelVersion(model, registered.version())));
            } else if (draft.change() instanceof RegistryChange.RetrainingEnded ended) {
                runs.computeIfPresent(ended.run(), (name, run) -> run.ended(entry, ended));
            }
        }
        List<Run> newestFirst = new ArrayList<>(runs.values());
        java.util.Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** One run as far as it has come. */
    record Run(
            String run,
            ModelName model,
            String trigger,
            String reason,
            String requestedBy,
            Instant asOf,
            long startedSeq,
            Instant startedAt,
            Optional<Instant> endedAt,
            String status,
            Optional<String> outcome,
            Optional<ModelVersion> version,
            String workflow) {
        static Run started(ModelName model, RegistryEntry entry, RegistryChange.RetrainingStarted started) {
            return new Run(
                    started.run(),
                    model,
                    started.trigger(),
                    entry.entry().sentence(),
                    entry.entry().actor().value(),
                    started.asOf(),
                    entry.seq(),
                    entry.recordedAt(),
                    Optional.empty(),
                    "running",
                    Optional.empty(),
                    Optional.empty(),
                    WorkflowIds.retrain(started.run()));
        }

        Run registered(ModelVersion registered) {
            return new Run(
                    run,
                    model,
                    trigger,
                    reason,
                    requestedBy,
                    asOf,
                    startedSeq,
                    startedAt,
                    endedAt,
                    status,
                    outcome,
                    Optional.of(registered),
                    workflow);
        }

        Run ended(RegistryEntry entry, RegistryChange.RetrainingEnded ended) {
            return new Run(
                    run,
                    model,
                    trigger,
                    reason,
                    requestedBy,
                    asOf,
                    startedSeq,
                    startedAt,
                    Optional.of(entry.recordedAt()),
                    ended.outcome(),
                    Optional.of(entry.entry().sentence()),
                    version,
                    workflow);
        }
    }
}
