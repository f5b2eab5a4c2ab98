package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Gaussian;
import java.util.List;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Whether a period's number of rows is surprising against the same number of earlier periods, both as a count and beyond
 * the spread that those periods have among themselves.
 *
 * <p>The larger of two p values counts, two-sided. (1) As a count: given the sum of all, a Poisson count among k + 1 equal
 * periods is binomial with share 1/(k + 1), exactly, however few the rows. (2) Beyond the spread: Student's t for the next
 * of k + 1 equally distributed values of ln(rows + 1/2), whose spread holds whatever makes periods differ more than Poisson
 * counts do. With fewer than three periods there is no spread, and the first alone would alarm on every difference between
 * working days: not evaluable, see {@link #LEAST_PERIODS}. Periods must be alike: of the same length, and of the same
 * season where there is one.
 *
 * @param rows the period's rows
 * @param expected the mean of the earlier periods
 * @param pValue the larger p value
 */
public record VolumeTest(long rows, double expected, double pValue) {

    /** The least number of earlier periods. */
    public static final int LEAST_PERIODS = 3;

    /** Checks the numbers. */
    public VolumeTest {
        Require.notNegative(rows, "row count");
        Require.notNegative(expected, "expected rows");
        Require.share(pValue, "p value");
    }

    /** Compares a period with at least {@link #LEAST_PERIODS} earlier ones. */
    public static VolumeTest of(long rows, List<Long> earlier) {
        if (earlier.size() < LEAST_PERIODS) {
            throw new IllegalArgumentException(
                    "Invalid periods: " + earlier.size() + ", expected at least " + LEAST_PERIODS);
        }
        double total = 0;
        for (long period : earlier) {
            total += Require.notNegative(period, "rows of a period");
        }
        double periods = earlier.size();
        double surprise = asCount((double) rows, total, 1 / (periods + 1));
        return new VolumeTest(rows, total / periods, Math.max(surprise, beyondSpread(rows, earlier)));
    }

    /* P(X >= x) of a binomial count is the distribution function of Beta(x, n - x + 1). */
    private static double asCount(double rows, double others, double share) {
        double atLeast = rows == 0 ? 1 : BetaDistribution.of(rows, others + 1).cumulativeProbability(share);
        double atMost = others == 0 ? 1 : BetaDistribution.of(rows + 1, others).survivalProbability(share);
        return Math.min(1, 2 * Math.min(atLeast, atMost));
    }

    private static double beyondSpread(long rows, List<Long> earlier) {
        double[] logs =
                earlier.stream().mapToDouble(period -> Math.log(period + 0.5)).toArray();
        double k = logs.length;
        double mean = 0;
        for (double log : logs) {
            mean += log / k;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double distance = Math.abs(Math.log(rows + 0.5) - mean);
        double error = Math.sqrt(squares / (k - 1) * (1 + 1 / k));
        if (error == 0) {
            return 0;
        }
        return Math.min(1, 2 * Gaussian.studentUpperTail(distance / error, k - 1));
    }

    /** The change of the volume, relative to what was expected; zero when nothing was expected and nothing came. */
    public double relativeChange() {
        return expected == 0 ? (rows == 0 ? 0 : 1) : Math.abs(rows - expected) / expected;
    }
}
