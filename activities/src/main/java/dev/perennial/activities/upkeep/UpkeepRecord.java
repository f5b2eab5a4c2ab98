package dev.perennial.activities.upkeep;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.upkeep.Erasure;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import java.util.Optional;

/** Tells the model's timeline what of its log is gone; an entity is named by a salted digest alone. */
final class UpkeepRecord {
    private final Registry registry;
    private final Erasing erasing;

    UpkeepRecord(Registry registry, Erasing erasing) {
        this.registry = registry;
        this.erasing = erasing;
    }

    void append(ModelName model, UpkeepTask task, UpkeepTotals totals, String operation, UpkeepRequest request) {
        boolean erased = task == UpkeepTask.ERASE;
        Evidence evidence =
                Evidence.none().with("predictions", (double) totals.rows()).with("files", (double) totals.files());
        if (erased) {
            evidence = evidence.with("training-tables", (double) totals.extracts())
                    .with(
                            "entity-digest",
                            erasing.erasure(request)
                                    .map(Erasure::digest)
                                    .orElseThrow()
                                    .hex());
        }
        Evidence all = evidence;
        String sentence = (erased
                        ? "Erased " + predictions(totals) + " of one entity" + tables(totals.extracts())
                        : "Removed " + predictions(totals) + " that were older than the model's file says to keep")
                + (request.reason().isEmpty() ? "" : ": " + request.reason());
        registry.append(
                model,
                task.word() + ":" + operation,
                state -> new EntryDraft(
                        erased ? TimelineKind.ROWS_ERASED : TimelineKind.ROWS_EXPIRED,
                        request.actor(),
                        Optional.empty(),
                        sentence,
                        new RegistryChange.Noted(),
                        all));
    }

    private static String tables(long extracts) {
        return switch ((int) Math.min(extracts, 2)) {
            case 0 -> "";
            case 1 -> ", and a training table that held some of them";
            default -> ", and " + extracts + " training tables that held some of them";
        };
    }

    private static String predictions(UpkeepTotals totals) {
        return totals.rows() + (totals.rows() == 1 ? " prediction" : " predictions");
    }
}
