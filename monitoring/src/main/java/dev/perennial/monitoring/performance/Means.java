package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.function.IntPredicate;

/** Means and shares with intervals that are robust to dependence within blocks. */
final class Means {

    private Means() {}

    /* The mean of one value a row; needs two blocks. */
    static Evaluation of(double[] values, Blocks blocks, double least, double most) {
        Require.sameLength(blocks.rows(), values.length, "values");
        int groups = blocks.count();
        if (groups < 2) {
            String what = blocks.independent() || groups == 0 ? " rows" : " blocks";
            return Evaluation.unknown(groups + what + ", at least 2 are needed", values.length);
        }
        double sum = ExactSum.of(values);
        if (!Double.isFinite(sum)) {
            return Evaluation.unknown("the values are too large to be added up", values.length);
        }
        double mean = Math.min(most, Math.max(least, sum / values.length));
        double[] influence = new double[values.length];
        for (int row = 0; row < values.length; row++) {
            influence[row] = values[row] - mean;
        }
        Influence of = Influence.of(influence, blocks);
        return Evaluation.known(
                mean, Spreads.student(mean, of.standardError(), of.degreesOfFreedom(), least, most), values.length);
    }

    /* The share of successes among the trials; Wilson's interval, with an effective number of trials under blocks. */
    static Evaluation share(int rows, IntPredicate success, IntPredicate trial, Blocks blocks, String none) {
        long trials = 0;
        long successes = 0;
        for (int row = 0; row < rows; row++) {
            if (trial.test(row)) {
                trials++;
                successes += success.test(row) ? 1 : 0;
            }
        }
        if (trials == 0) {
            return Evaluation.unknown(none, 0);
        }
        double value = (double) successes / trials;
        if (blocks.independent()) {
            return Evaluation.known(value, Spreads.proportion(successes, trials), trials);
        }
        boolean[] counts = new boolean[rows];
        double[] influence = new double[rows];
        for (int row = 0; row < rows; row++) {
            counts[row] = trial.test(row);
            if (counts[row]) {
                influence[row] = ((success.test(row) ? 1 : 0) - value) * rows / trials;
            }
        }
        Influence of = Influence.of(influence, counts, blocks);
        if (of.blocks() < 2) {
            return Evaluation.unknown(of.blocks() + " blocks, at least 2 are needed", trials);
        }
        double units = successes == 0 || successes == trials ? of.blocks() : trials;
        return Evaluation.known(value, Spreads.unit(value, of.standardError(), of.degreesOfFreedom(), units), trials);
    }
}
