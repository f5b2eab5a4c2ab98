package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Interval;
import java.util.function.DoublePredicate;

/**
 * How much worse one value of a metric is than another from different rows, beyond a tolerated difference; positive means
 * worse, whatever the metric's direction.
 *
 * <p>The limits combine both intervals as if independent, by the square-and-add method of R. G. Newcombe (Statistics in
 * Medicine 17, 1998; also known as MOVER). The p value is the smallest one-sided level at which the lower limit lies above
 * zero, so that it agrees with the interval; it is not below 1e-9.
 *
 * @param excess how much worse, less what is tolerated
 * @param lower the lower limit of the excess
 * @param upper its upper limit
 * @param level the two-sided level of the limits
 * @param pValue the one-sided p value of "not worse beyond what is tolerated"
 */
public record Comparison(double excess, double lower, double upper, double level, double pValue) {

    private static final double SMALLEST = 1e-9;
    private static final int HALVINGS = 28;

    /** Checks the numbers. */
    public Comparison {
        Require.finite(excess, "excess");
        Require.finite(lower, "lower limit");
        Require.finite(upper, "upper limit");
        Require.level(level, "confidence level");
        Require.share(pValue, "p value");
    }

    /**
     * Compares two values.
     *
     * @param metric the metric of both
     * @param value the value that may be worse
     * @param than the value that it is compared with, from other rows
     * @param tolerated the difference that does not count, not negative, in the metric's unit
     * @param level the two-sided level of the limits
     */
    public static Comparison of(
            Metric metric, Evaluation.Known value, Evaluation.Known than, double tolerated, double level) {
        if (!metric.judges()) {
            throw new IllegalArgumentException("Invalid comparison: " + metric.label() + " only describes");
        }
        return of(metric.direction(), metric.best(), value, than, tolerated, level);
    }

    /**
     * Compares two values of a metric that a declaration names.
     *
     * @param direction which way is better
     * @param best the best value of {@link Direction#CLOSER_IS_BETTER}; of no meaning for the others
     * @param value the value that may be worse
     * @param than the value that it is compared with, from other rows
     * @param tolerated the difference that does not count, not negative, in the metric's unit
     * @param level the two-sided level of the limits
     */
    public static Comparison of(
            Direction direction,
            double best,
            Evaluation.Known value,
            Evaluation.Known than,
            double tolerated,
            double level) {
        Require.notNegative(tolerated, "tolerated difference");
        Limits limits = new Limits(direction, best, value, than, tolerated);
        return new Comparison(limits.excess(), limits.lower(level), limits.upper(level), level, limits.pValue());
    }

    private record Limits(
            Direction direction, double best, Evaluation.Known value, Evaluation.Known than, double tolerated) {

        private double badness(double of) {
            return direction.badness(of, best);
        }

        double excess() {
            return badness(value.value()) - badness(than.value()) - tolerated;
        }

        double lower(double level) {
            return excess() - Math.hypot(gain(value, level), loss(than, level));
        }

        double upper(double level) {
            return excess() + Math.hypot(loss(value, level), gain(than, level));
        }

        /* How much better, and how much worse, a value might truly be. */
        private double gain(Evaluation.Known known, double level) {
            Interval badness = badness(known.interval(level));
            return Math.max(0, badness(known.value()) - badness.lower());
        }

        private double loss(Evaluation.Known known, double level) {
            Interval badness = badness(known.interval(level));
            return Math.max(0, badness.upper() - badness(known.value()));
        }

        private Interval badness(Interval interval) {
            double first = badness(interval.lower());
            double second = badness(interval.upper());
            boolean holdsBest =
                    direction == Direction.CLOSER_IS_BETTER && interval.lower() <= best && best <= interval.upper();
            return new Interval(holdsBest ? 0 : Math.min(first, second), Math.max(first, second), interval.level());
        }

        double pValue() {
            if (excess() <= 0) {
                return 1 - smallestAlpha(level -> upper(level) < 0);
            }
            return smallestAlpha(level -> lower(level) > 0);
        }

        /* One-sided errors from 1e-9 to one half; a higher level widens the interval, so the answer flips once. */
        private static double smallestAlpha(DoublePredicate excludesZero) {
            double low = Math.log(SMALLEST);
            double high = Math.log(0.5);
            if (excludesZero.test(1 - 2 * SMALLEST)) {
                return SMALLEST;
            }
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + high) / 2;
                if (excludesZero.test(1 - 2 * Math.exp(middle))) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return Math.exp(high);
        }
    }
}
