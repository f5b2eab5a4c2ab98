package dev.perennial.monitoring.performance;

/**
 * The predictions of a window by row, with the labels that have arrived, in the form of the model's task. Arrays are not
 * copied: whoever hands them over leaves them as they are.
 */
public sealed interface LabelledRows permits BinaryRows, MulticlassRows, RegressionRows, RankingRows {

    /** The model's task. */
    Task task();

    /** The number of predictions, unlabelled ones included. */
    int rows();

    /** Whether the label of a row has arrived. */
    boolean labelled(int row);

    /** Which rows share their circumstances. */
    Blocks blocks();

    /** How many predictions have their label; that of the rows themselves unless it was declared. */
    LabelMaturity maturity();

    /** The rows of the given indexes, in their order; their maturity is counted anew. */
    LabelledRows select(int[] rows);

    /** The maturity of rows that say themselves which labels have arrived. */
    static LabelMaturity counted(LabelledRows rows) {
        long labelled = 0;
        for (int row = 0; row < rows.rows(); row++) {
            labelled += rows.labelled(row) ? 1 : 0;
        }
        return new LabelMaturity(labelled, rows.rows());
    }
}
