package dev.perennial.activities.reference;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.Scratch;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.Digest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of a regression, or of several classes, with what a version says of them: the features by column beside the answers
 * and labels. Arrays are not copied out: whoever reads them leaves them as they are.
 */
public final class OutcomeRows {
    private final long[] eventTimes;
    private final ColumnTable table;
    private final ScoredOutcomes answered;

    private OutcomeRows(long[] eventTimes, ColumnTable table, ScoredOutcomes answered) {
        this.eventTimes = eventTimes;
        this.table = table;
        this.answered = answered;
    }

    /**
     * The rows that a version was proven on, which it had not seen, answered anew.
     *
     * @param heldOut the Parquet blob of the rows
     * @param outputs what the model is declared to answer with
     * @return empty where the blob is not stored any more
     */
    public static Optional<OutcomeRows> proven(
            Workbench workbench, Digest heldOut, CompiledModel version, Outputs outputs) {
        try (Scratch scratch = workbench.spool().scratch(".parquet")) {
            return workbench.registry().blob(heldOut, scratch.file())
                    ? Optional.of(workbench.extract().read(scratch.file(), version.schema(), outputs))
                            .map(rows -> new OutcomeRows(
                                    rows.eventTimes(),
                                    ReferenceRows.table(rows.features()),
                                    ScoredOutcomes.of(version, rows)))
                    : Optional.empty();
        }
    }

    /** Logged rows with what a version says of them. */
    public static OutcomeRows logged(LoggedRows rows, ScoredOutcomes answered) {
        return new OutcomeRows(rows.eventTimes(), ReferenceRows.table(rows.features()), answered);
    }

    /** The rows of these indexes. */
    public OutcomeRows select(int[] rows) {
        return new OutcomeRows(
                IntStream.of(rows).mapToLong(row -> eventTimes[row]).toArray(),
                table.select(rows),
                answered.select(rows));
    }

    /** Event times in microseconds since the epoch. */
    public long[] eventTimes() {
        return eventTimes;
    }

    /** The features by column. */
    public ColumnTable table() {
        return table;
    }

    /** Answers, labels and days. */
    public ScoredOutcomes answered() {
        return answered;
    }
}
