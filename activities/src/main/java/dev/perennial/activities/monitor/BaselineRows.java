package dev.perennial.activities.monitor;

import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.activities.reference.VersionScores;
import dev.perennial.monitoring.table.ColumnTable;

/** The rows of a baseline with the champion's scores and the labels that are known. Arrays are not copied. */
final class BaselineRows {
    private final ColumnTable table;
    private final double[] scores;
    private final double[] labels;

    private BaselineRows(ColumnTable table, double[] scores, double[] labels) {
        this.table = table;
        this.scores = scores;
        this.labels = labels;
    }

    static BaselineRows proven(ReferenceRows rows) {
        boolean[] happened = rows.scored().labels();
        double[] labels = new double[happened.length];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = happened[row] ? 1 : 0;
        }
        return new BaselineRows(rows.table(), rows.scored().scores(), labels);
    }

    static BaselineRows logged(LoggedRows rows, VersionScores champion) {
        return new BaselineRows(ReferenceRows.table(rows.features()), champion.of(rows), rows.labels());
    }

    /** The features by column. */
    ColumnTable table() {
        return table;
    }

    /** The champion's score of every row. */
    double[] scores() {
        return scores;
    }

    /** 1 for a positive label, 0 for a negative one, NaN where there is none. */
    double[] labels() {
        return labels;
    }
}
