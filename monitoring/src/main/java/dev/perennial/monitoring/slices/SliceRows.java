package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.table.ColumnTable;

/** The rows of a window or reference: their columns beside their predictions and labels. */
public final class SliceRows {
    private final ColumnTable table;
    private final LabelledRows outcomes;

    /** Takes columns and outcomes of the same rows; unlabelled rows belong in, they count as traffic. */
    public SliceRows(ColumnTable table, LabelledRows outcomes) {
        Require.sameLength(table.rows(), outcomes.rows(), "outcomes");
        this.table = table;
        this.outcomes = outcomes;
    }

    /** The columns. */
    public ColumnTable table() {
        return table;
    }

    /** Predictions and labels. */
    public LabelledRows outcomes() {
        return outcomes;
    }

    /** The number of rows. */
    public int rows() {
        return table.rows();
    }
}
