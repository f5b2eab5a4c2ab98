package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's test of two classifiers on the same rows, from the rows on which they disagree. Two-sided.
 *
 * <p>Sources: Q. McNemar, Psychometrika 12 (1947); the mid-p form as recommended by M. W. Fagerland, S. Lydersen, P. Laake,
 * BMC Medical Research Methodology 13:91 (2013).
 *
 * @param onlyFirstRight rows that only the first model classified correctly
 * @param onlySecondRight rows that only the second model classified correctly
 */
public record McNemar(int onlyFirstRight, int onlySecondRight) {

    private static final int FEW = 25;

    /** Refuses negative counts. */
    public McNemar {
        Require.notNegative(onlyFirstRight, "count of rows that only the first model has right");
        Require.notNegative(onlySecondRight, "count of rows that only the second model has right");
    }

    /** The chi-square statistic with one degree of freedom; zero without discordant rows. */
    public double chiSquare() {
        double difference = (double) onlySecondRight - onlyFirstRight;
        return discordant() == 0 ? 0 : difference * difference / discordant();
    }

    /** The statistic with Edwards' continuity correction. */
    public double correctedChiSquare() {
        double difference = Math.max(0, Math.abs((double) onlySecondRight - onlyFirstRight) - 1);
        return discordant() == 0 ? 0 : difference * difference / discordant();
    }

    /** The exact two-sided p value; 1 without discordant rows. */
    public double exactPValue() {
        return discordant() == 0 ? 1 : Math.min(1, 2 * lowerTail());
    }

    /** The mid-p value: the exact one less the probability of what was seen; nearer to its nominal level. */
    public double midPValue() {
        if (discordant() == 0) {
            return 1;
        }
        double seen = binomial().probability(Math.min(onlyFirstRight, onlySecondRight));
        return onlyFirstRight == onlySecondRight ? 1 - seen : Math.min(1, 2 * lowerTail() - seen);
    }

    /** The p value to use: exact below 25 discordant rows, mid-p from there on. */
    public double pValue() {
        return discordant() < FEW ? exactPValue() : midPValue();
    }

    /** The p value of "the second model's accuracy is lower by the margin or more" over {@code rows} rows in all. */
    public double pValueNotInferior(long rows, double margin) {
        double difference = ((double) onlySecondRight - onlyFirstRight) / rows;
        double error = standardError(rows);
        if (error == 0) {
            return difference > -margin ? 0 : 1;
        }
        return Gaussian.upperTail((difference + margin) / error);
    }

    /** The standard error of the difference in accuracy over {@code rows} rows in all. */
    public double standardError(long rows) {
        if (rows < discordant()) {
            throw new IllegalArgumentException("Invalid row count: " + rows + " is below " + discordant());
        }
        double difference = (double) onlySecondRight - onlyFirstRight;
        return Math.sqrt(discordant() - difference * difference / rows) / rows;
    }

    private int discordant() {
        return Math.addExact(onlyFirstRight, onlySecondRight);
    }

    private BinomialDistribution binomial() {
        return BinomialDistribution.of(discordant(), 0.5);
    }

    private double lowerTail() {
        return binomial().cumulativeProbability(Math.min(onlyFirstRight, onlySecondRight));
    }
}
