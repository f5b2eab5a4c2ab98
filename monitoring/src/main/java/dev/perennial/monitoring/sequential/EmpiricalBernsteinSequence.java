package dev.perennial.monitoring.sequential;

import dev.perennial.monitoring.Require;

/**
 * A confidence sequence for the mean of values in [0, 1]: an interval that holds at all times at once, without any
 * assumption on their distribution.
 *
 * <p>Predictable plug-in empirical Bernstein: with the running mean mu and variance s2 before each value (started at 1/2
 * and 1/4) each value gets the weight lambda = min(sqrt(2 ln(1/a) / (s2 t ln(1 + t))), cap); the centre is the weighted mean
 * and the radius (ln(1/a) + Σ (x - mu)² psi(lambda)) / Σ lambda with psi(l) = -ln(1 - l) - l. For the two-sided interval a is
 * alpha/2; for a one-sided limit it is alpha. What is covered is the running mean of the values' conditional expectations:
 * values of one day that share a shock are covered as what happened on that day, not as what will happen on the next.
 *
 * <p>Source: I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", JRSS-B 86 (2024),
 * theorem 2.
 *
 * @param alpha the probability that the interval ever misses
 * @param sides whether both limits are used or one
 * @param cap the largest weight, strictly between 0 and 1
 * @param count the number of values seen
 * @param sum their sum
 * @param squares the sum of their squared distances from the running mean
 * @param weights the sum of the weights
 * @param weightedSum the weighted sum of the values
 * @param penalty the sum of the variance terms
 */
public record EmpiricalBernsteinSequence(
        double alpha,
        Sides sides,
        double cap,
        long count,
        double sum,
        double squares,
        double weights,
        double weightedSum,
        double penalty) {

    /** The usual largest weight. */
    public static final double DEFAULT_CAP = 0.5;

    /** Checks the numbers. */
    public EmpiricalBernsteinSequence {
        Require.level(alpha, "level");
        Require.level(cap, "largest weight");
        Require.notNegative(count, "count");
        Require.notNegative(sum, "sum");
        Require.notNegative(squares, "sum of squares");
        Require.notNegative(weights, "sum of weights");
        Require.notNegative(weightedSum, "weighted sum");
        Require.notNegative(penalty, "penalty");
    }

    /** Before any value. */
    public static EmpiricalBernsteinSequence start(double alpha, Sides sides) {
        return new EmpiricalBernsteinSequence(alpha, sides, DEFAULT_CAP, 0, 0, 0, 0, 0, 0);
    }

    /** After one more value in [0, 1]. */
    public EmpiricalBernsteinSequence plus(double value) {
        return plusAll(new double[] {value});
    }

    /** After more values in [0, 1], in the order in which they came. */
    public EmpiricalBernsteinSequence plusAll(double[] values) {
        long seen = count;
        double total = sum;
        double spread = squares;
        double totalWeight = weights;
        double weighted = weightedSum;
        double variancePenalty = penalty;
        double logTerm = logTerm();
        for (double value : values) {
            Require.share(value, "value");
            double meanBefore = (0.5 + total) / (seen + 1);
            double varianceBefore = (0.25 + spread) / (seen + 1);
            long time = seen + 1;
            double weight = Math.min(Math.sqrt(2 * logTerm / (varianceBefore * time * Math.log1p((double) time))), cap);
            double distance = value - meanBefore;
            totalWeight += weight;
            weighted += weight * value;
            variancePenalty += distance * distance * (-Math.log1p(-weight) - weight);
            seen = time;
            total += value;
            double meanAfter = (0.5 + total) / (seen + 1);
            spread += (value - meanAfter) * (value - meanAfter);
        }
        return new EmpiricalBernsteinSequence(
                alpha, sides, cap, seen, total, spread, totalWeight, weighted, variancePenalty);
    }

    /** The weighted mean; 1/2 before any value. */
    public double centre() {
        return weights == 0 ? 0.5 : weightedSum / weights;
    }

    /** Half the width of the interval; 1/2 before any value, when the interval is all of [0, 1]. */
    public double radius() {
        return weights == 0 ? 0.5 : (logTerm() + penalty) / weights;
    }

    /** The lower limit, not below 0. */
    public double lower() {
        return Math.max(0, centre() - radius());
    }

    /** The upper limit, not above 1. */
    public double upper() {
        return Math.min(1, centre() + radius());
    }

    /** The running variance of the values, started at 1/4. */
    public double variance() {
        return (0.25 + squares) / (count + 1);
    }

    /** The radius to expect after {@code more} further values of the present variance. */
    public double radiusAfter(long more) {
        Require.notNegative(more, "number of further values");
        double totalWeight = weights;
        double variancePenalty = penalty;
        double variance = variance();
        long chunk = Math.max(1, more / 256);
        for (long done = 0; done < more; done += chunk) {
            long time = count + done + 1;
            long values = Math.min(chunk, more - done);
            double weight = Math.min(Math.sqrt(2 * logTerm() / (variance * time * Math.log1p((double) time))), cap);
            totalWeight += values * weight;
            variancePenalty += values * variance * (-Math.log1p(-weight) - weight);
        }
        return totalWeight == 0 ? 0.5 : (logTerm() + variancePenalty) / totalWeight;
    }

    private double logTerm() {
        return Math.log(sides.tails() / alpha);
    }
}
