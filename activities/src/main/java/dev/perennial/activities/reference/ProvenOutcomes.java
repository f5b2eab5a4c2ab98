package dev.perennial.activities.reference;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import java.util.Optional;

/**
 * The rows that a version of a regression, or of several classes, was proven on, which it had not seen, with its answers and
 * their labels. Arrays are not copied out: whoever reads them leaves them as they are. Safe for concurrent reading.
 */
public final class ProvenOutcomes {
    private final long[] eventTimes;
    private final ColumnTable table;
    private final ScoredOutcomes answered;

    private ProvenOutcomes(long[] eventTimes, ColumnTable table, ScoredOutcomes answered) {
        this.eventTimes = eventTimes;
        this.table = table;
        this.answered = answered;
    }

    /**
     * Reads the held-out rows of a reference and answers them, in the order of the classes of {@code outputs}; empty where
     * they are not stored any more.
     */
    public static Optional<ProvenOutcomes> heldOut(
            Workbench workbench, Reference.Rows stored, CompiledModel model, Outputs outputs) {
        try (Scratch scratch = workbench.spool().scratch(".parquet")) {
            if (!workbench.registry().blob(stored.heldOut(), scratch.file())) {
                return Optional.empty();
            }
            TrainingRows rows = workbench.extract().read(scratch.file(), model.schema(), outputs);
            return Optional.of(new ProvenOutcomes(
                    rows.eventTimes(), ReferenceRows.table(rows.features()), ScoredOutcomes.of(model, rows)));
        }
    }

    /** The features by column. */
    public ColumnTable table() {
        return table;
    }

    /** Answers, labels and days. */
    public ScoredOutcomes answered() {
        return answered;
    }

    /** Event times in microseconds since the epoch, ascending. */
    public long[] eventTimes() {
        return eventTimes;
    }
}
