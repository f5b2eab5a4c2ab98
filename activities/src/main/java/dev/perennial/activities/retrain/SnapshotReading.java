package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.activities.reference.ScoredRows;
import dev.perennial.registry.Digest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import java.util.SortedMap;

/** Reads a run's stored rows back, and scores them. */
final class SnapshotReading {
    private final Workbench workbench;

    SnapshotReading(Workbench workbench) {
        this.workbench = workbench;
    }

    TrainingRows rows(Digest blob, FeatureSchema schema, Outputs outputs) {
        try (Scratch scratch = workbench.spool().scratch(".parquet")) {
            if (!workbench.registry().blob(blob, scratch.file())) {
                throw new IllegalArgumentException("Invalid snapshot: there is no blob " + blob.abbreviated());
            }
            return workbench.extract().read(scratch.file(), schema, outputs);
        }
    }

    /** What the model achieved on the rows, by the names that declarations use. */
    static SortedMap<String, Double> metrics(CompiledModel model, TrainingRows rows) {
        return rows.outputs() instanceof Outputs.Probability
                ? ScoredRows.metrics(scored(model, rows).performance())
                : ScoredOutcomes.of(model, rows).metrics();
    }

    /** The rows of a yes-or-no question with the model's probabilities. */
    static ScoredRows scored(CompiledModel model, TrainingRows rows) {
        boolean[] labels = new boolean[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.labels()[row] == 1;
        }
        return new ScoredRows(model.scoreAll(rows.features()), labels, DayBlocks.of(rows.eventTimes()));
    }
}
