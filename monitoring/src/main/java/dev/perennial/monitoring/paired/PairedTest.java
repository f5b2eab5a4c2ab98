package dev.perennial.monitoring.paired;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mean of paired differences over rows, tested with a variance that is robust to dependence within blocks.
 *
 * <p>With G blocks of n_g rows and sums s_g the mean is m = Σ s_g / N and its variance G/(G-1) · Σ (s_g - m n_g)² / N²;
 * the statistic is referred to Student's t with G - 1 degrees of freedom. Blocks of one row give exactly the paired t
 * test. With few and very unequal blocks the test is somewhat liberal; the number of blocks is therefore always said.
 *
 * <p>Source: K.-Y. Liang, S. L. Zeger, "Longitudinal data analysis using generalized linear models", Biometrika 73
 * (1986); the small-sample form as in A. C. Cameron, D. L. Miller, "A practitioner's guide to cluster-robust inference",
 * Journal of Human Resources 50 (2015), sections II and VI.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PairedTest.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = PairedTest.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface PairedTest {

    /**
     * A mean difference with its standard error.
     *
     * @param meanDifference the mean over rows; positive means that the second model is better
     * @param standardError its cluster-robust standard error; zero when all blocks agree exactly
     * @param blocks the number of blocks, at least two
     * @param rows the number of rows
     */
    record Measured(double meanDifference, double standardError, long blocks, long rows) implements PairedTest {

        /** Checks the numbers. */
        public Measured {
            Require.finite(meanDifference, "mean difference");
            Require.notNegative(standardError, "standard error");
            if (blocks < 2 || rows < blocks) {
                throw new IllegalArgumentException("Invalid paired test: " + blocks + " blocks of " + rows + " rows");
            }
        }

        /** The t statistic against a hypothetical mean; zero when the difference and its error both vanish. */
        public double statistic(double hypotheticalMean) {
            double distance = meanDifference - hypotheticalMean;
            if (standardError == 0) {
                return distance == 0 ? 0 : Math.copySign(Double.MAX_VALUE, distance);
            }
            return distance / standardError;
        }

        /** The one-sided p value of "the mean difference is at most this": small means that it is above. */
        public double pValueAbove(double hypotheticalMean) {
            return Gaussian.studentUpperTail(statistic(hypotheticalMean), blocks - 1.0);
        }

        /** The one-sided p value of "the mean difference is at least this": small means that it is below. */
        public double pValueBelow(double hypotheticalMean) {
            return Gaussian.studentUpperTail(-statistic(hypotheticalMean), blocks - 1.0);
        }

        /** The two-sided p value of "the mean difference is zero". */
        public double pValueTwoSided() {
            return Math.min(1, 2 * Gaussian.studentUpperTail(Math.abs(statistic(0)), blocks - 1.0));
        }

        /** The two-sided confidence interval of the mean difference. */
        public Interval interval(double level) {
            double half = standardError * Gaussian.studentQuantile(1 - (1 - level) / 2, blocks - 1.0);
            return new Interval(meanDifference - half, meanDifference + half, level);
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements PairedTest {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }
    }

    /** Tests differences over blocks; not evaluable with fewer than two blocks. */
    static PairedTest of(BlockedDifferences differences) {
        Collection<BlockSum> blocks = differences.blocks().values();
        if (blocks.size() < 2) {
            return new NotEvaluable(blocks.size() + " blocks, at least 2 are needed");
        }
        double rows = differences.rows();
        double mean = blocks.stream().mapToDouble(BlockSum::sum).sum() / rows;
        double squares = 0;
        for (BlockSum block : blocks) {
            double residual = block.sum() - mean * block.rows();
            squares += residual * residual;
        }
        double groups = blocks.size();
        double variance = groups / (groups - 1) * squares / (rows * rows);
        return new Measured(mean, Math.sqrt(variance), blocks.size(), differences.rows());
    }

    /**
     * Tests differences of any size over blocks; not evaluable with fewer than two blocks. What {@link #of} says of sums
     * that were kept exactly, up to rounding, and the order of rows may move the last digit.
     */
    static PairedTest ofBlocks(double[] differences, String[] blocks) {
        Require.sameLength(differences.length, blocks.length, "block keys");
        SortedMap<String, double[]> sums = new TreeMap<>();
        double mean = 0;
        for (int row = 0; row < differences.length; row++) {
            double[] sum = sums.computeIfAbsent(blocks[row], key -> new double[2]);
            sum[0]++;
            sum[1] += Require.finite(differences[row], "difference");
            mean += differences[row] / differences.length;
        }
        if (sums.size() < 2) {
            return new NotEvaluable(sums.size() + " blocks, at least 2 are needed");
        }
        double squares = 0;
        for (double[] sum : sums.values()) {
            double residual = sum[1] - mean * sum[0];
            squares += residual * residual;
        }
        double groups = sums.size();
        double error = Math.sqrt(groups / (groups - 1) * squares) / differences.length;
        return Double.isFinite(mean) && Double.isFinite(error)
                ? new Measured(mean, error, sums.size(), differences.length)
                : new NotEvaluable("the differences are too large to be added up");
    }

    /** The plain paired t test, for independent rows: every row is a block of its own. */
    static PairedTest ofRows(double[] differences) {
        if (differences.length < 2) {
            return new NotEvaluable(differences.length + " rows, at least 2 are needed");
        }
        double mean = 0;
        for (double difference : differences) {
            mean += Require.finite(difference, "difference") / differences.length;
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double n = differences.length;
        double error = Math.sqrt(squares / (n - 1) / n);
        return Double.isFinite(mean) && Double.isFinite(error)
                ? new Measured(mean, error, differences.length, differences.length)
                : new NotEvaluable("the differences are too large to be added up");
    }
}
