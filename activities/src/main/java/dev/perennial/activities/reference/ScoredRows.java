package dev.perennial.activities.reference;

import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Labelled rows with one model's scores and the day of each row, by column. Arrays are not copied: whoever reads them
 * leaves them as they are.
 */
public final class ScoredRows {
    private final double[] scores;
    private final boolean[] labels;
    private final String[] blocks;

    /** Takes columns of one length. */
    public ScoredRows(double[] scores, boolean[] labels, String[] blocks) {
        if (scores.length != labels.length || scores.length != blocks.length) {
            throw new IllegalArgumentException("Invalid scored rows: " + scores.length + " scores, " + labels.length
                    + " labels, " + blocks.length + " blocks");
        }
        this.scores = scores;
        this.labels = labels;
        this.blocks = blocks;
    }

    /** Probabilities. */
    public double[] scores() {
        return scores;
    }

    /** What happened. */
    public boolean[] labels() {
        return labels;
    }

    /** The UTC day of each row. */
    public String[] blocks() {
        return blocks;
    }

    /** The same rows as outcomes are measured on. */
    public BinaryRows rows() {
        return BinaryRows.of(scores, labels).inBlocks(blocks);
    }

    /** What the model achieved; every row has its label. */
    public BinaryPerformance performance() {
        return BinaryPerformance.measure(scores, labels, blocks, LabelMaturity.complete(labels.length));
    }

    /** The figures of a performance by the names that declarations use; what is not evaluable is absent. */
    public static SortedMap<String, Double> metrics(BinaryPerformance performance) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("rows", (double) performance.rows());
        put(metrics, "log-loss", performance.logLoss());
        put(metrics, "auc", performance.auc());
        put(metrics, "brier", performance.brier());
        put(metrics, "accuracy", performance.accuracy());
        put(metrics, "base-rate", performance.baseRate());
        put(metrics, "mean-score", performance.meanScore());
        put(metrics, "calibration-gap", performance.calibrationGap());
        return metrics;
    }

    private static void put(SortedMap<String, Double> metrics, String name, Estimate estimate) {
        estimate.point().ifPresent(value -> metrics.put(name, value));
    }
}
