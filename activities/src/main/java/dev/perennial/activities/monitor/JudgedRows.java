package dev.perennial.activities.monitor;

import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.table.ColumnTable;
import java.time.Instant;
import java.util.stream.IntStream;

/**
 * The rows of a window with the champion's scores. Those that the champion has seen in training or validation are not
 * fresh: they count for drift, and for nothing else. Arrays are not copied: whoever reads them leaves them as they are.
 */
final class JudgedRows {
    private final LoggedRows rows;
    private final double[] scores;
    private final int[] fresh;
    private final int[] labelled;

    JudgedRows(LoggedRows rows, double[] scores, Instant unseenFrom) {
        this.rows = rows;
        this.scores = scores;
        long unseen = EpochMicros.of(unseenFrom);
        fresh = IntStream.range(0, rows.size())
                .filter(row -> rows.eventTimes()[row] >= unseen)
                .toArray();
        labelled = IntStream.of(fresh).filter(rows::labelled).toArray();
    }

    /** All rows, known ones included. */
    LoggedRows logged() {
        return rows;
    }

    /** The champion's score of every row. */
    double[] scores() {
        return scores;
    }

    /** Indexes of the rows that the champion has not seen. */
    int[] fresh() {
        return fresh;
    }

    /** Indexes of those of them that have a label. */
    int[] labelled() {
        return labelled;
    }

    LabelMaturity maturity() {
        return new LabelMaturity(labelled.length, fresh.length);
    }

    /** The features of all rows by column. */
    ColumnTable table() {
        return ReferenceRows.table(rows.features());
    }

    /** The features of the given rows by column. */
    ColumnTable table(int[] selection) {
        return ReferenceRows.table(rows.features().select(selection));
    }

    /** The labelled rows with their scores, in blocks of days. */
    BinaryRows outcomes() {
        return BinaryRows.of(scores(labelled), labels(labelled))
                .inBlocks(blocks(labelled))
                .withMaturity(maturity());
    }

    /** All rows that the champion has not seen, those without a label included, in blocks of days. */
    BinaryRows traffic() {
        return BinaryRows.ofArrived(
                        scores(fresh),
                        IntStream.of(fresh)
                                .mapToDouble(row -> rows.labels()[row])
                                .toArray())
                .inBlocks(blocks(fresh));
    }

    double[] scores(int[] selection) {
        return IntStream.of(selection).mapToDouble(row -> scores[row]).toArray();
    }

    boolean[] labels(int[] selection) {
        boolean[] labels = new boolean[selection.length];
        for (int at = 0; at < selection.length; at++) {
            labels[at] = rows.labels()[selection[at]] == 1;
        }
        return labels;
    }

    String[] blocks(int[] selection) {
        return DayBlocks.of(
                IntStream.of(selection).mapToLong(row -> rows.eventTimes()[row]).toArray());
    }
}
