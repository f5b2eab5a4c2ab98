package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.Interval;
import dev.perennial.monitoring.paired.Intervals;
import dev.perennial.monitoring.paired.PairedTest;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The labelled rows whose score is a probability; no block keys at all means that every row is independent. */
final class UsableRows {
    private static final double LEVEL = BinaryPerformance.LEVEL;

    private final double[] scores;
    private final boolean[] labels;
    private final String[] blocks;
    private final long unusable;

    private UsableRows(double[] scores, boolean[] labels, String[] blocks, long unusable) {
        this.scores = scores;
        this.labels = labels;
        this.blocks = blocks;
        this.unusable = unusable;
    }

    double[] scores() {
        return scores;
    }

    boolean[] labels() {
        return labels;
    }

    long unusable() {
        return unusable;
    }

    long blockCount() {
        return independent() ? labels.length : Arrays.stream(blocks).distinct().count();
    }

    static UsableRows of(double[] scores, boolean[] labels, String[] blocks) {
        Require.sameLength(labels.length, scores.length, "scores");
        int n = 0;
        double[] keptScores = new double[scores.length];
        boolean[] keptLabels = new boolean[scores.length];
        String[] keptBlocks = Arrays.copyOf(blocks, blocks.length);
        for (int row = 0; row < scores.length; row++) {
            if (scores[row] >= 0 && scores[row] <= 1) {
                keptScores[n] = scores[row];
                keptLabels[n] = labels[row];
                if (blocks.length > 0) {
                    keptBlocks[n] = blocks[row];
                }
                n++;
            }
        }
        return new UsableRows(
                Arrays.copyOf(keptScores, n),
                Arrays.copyOf(keptLabels, n),
                Arrays.copyOf(keptBlocks, blocks.length == 0 ? 0 : n),
                scores.length - n);
    }

    boolean independent() {
        return blocks.length == 0;
    }

    Estimate mean(IntToDoubleFunction value, double least, double most) {
        double[] values = new double[labels.length];
        Arrays.setAll(values, value);
        PairedTest test = independent() || blockCount() == 1
                ? PairedTest.ofRows(values)
                : PairedTest.of(BlockedDifferences.of(values, blocks));
        if (test instanceof PairedTest.Measured measured) {
            Interval interval = measured.interval(LEVEL);
            double mean = Math.min(most, Math.max(least, measured.meanDifference()));
            return new Estimate.Measured(
                    mean,
                    Math.min(mean, Math.max(least, interval.lower())),
                    Math.max(mean, Math.min(most, interval.upper())),
                    LEVEL);
        }
        return new Estimate.NotEvaluable(((PairedTest.NotEvaluable) test).reason());
    }

    Estimate share(int count, IntToDoubleFunction value) {
        if (!independent()) {
            return mean(value, 0, 1);
        }
        int n = labels.length;
        return n == 0
                ? new Estimate.NotEvaluable("0 rows, at least 1 is needed")
                : Estimate.of((double) count / n, Intervals.wilson(count, n, LEVEL));
    }
}
