package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.paired.Interval;
import dev.perennial.monitoring.paired.Intervals;
import java.util.function.DoubleUnaryOperator;

/**
 * How intervals are made.
 *
 * <p>Values within [0, 1] use Wilson's score form with an effective number of rows, v(1-v)/se², so that a value at either
 * end still has an interval of honest width (E. L. Korn, B. I. Graubard, "Confidence intervals for proportions with small
 * expected number of positive counts estimated from survey data", Survey Methodology 24 (1998), in Wilson's form).
 */
final class Spreads {

    private Spreads() {}

    /* Independent successes. */
    static Spread proportion(long successes, long trials) {
        return level -> Intervals.wilson(successes, trials, level);
    }

    /* A mean with Student's t, kept within its range. */
    static Spread student(double value, double standardError, double degreesOfFreedom, double least, double most) {
        return level -> within(
                value,
                standardError * Gaussian.studentQuantile(1 - (1 - level) / 2, degreesOfFreedom),
                least,
                most,
                level);
    }

    /* A normal interval, kept within its range. */
    static Spread normal(double value, double standardError, double least, double most) {
        return level -> within(value, standardError * Gaussian.twoSided(level), least, most, level);
    }

    private static Interval within(double value, double half, double least, double most, double level) {
        double wide = Math.min(half, Double.MAX_VALUE / 4);
        return new Interval(Math.max(least, value - wide), Math.min(most, value + wide), level);
    }

    /* A value in [0, 1] whose error is known; at the ends it rests on `units` independent pieces of evidence. */
    static Spread unit(double value, double standardError, double degreesOfFreedom, double units) {
        return level -> {
            double z = Gaussian.studentQuantile(1 - (1 - level) / 2, degreesOfFreedom);
            double spread = value * (1 - value);
            double n =
                    standardError > 0 && spread > 0 ? Math.min(units, spread / (standardError * standardError)) : units;
            double centre = value + z * z / (2 * n);
            double half = z * Math.sqrt(spread / n + z * z / (4 * n * n));
            double scale = 1 + z * z / n;
            double lower = value <= 0 ? 0 : Math.max(0, (centre - half) / scale);
            double upper = value >= 1 ? 1 : Math.min(1, (centre + half) / scale);
            return new Interval(Math.min(lower, upper), upper, level);
        };
    }

    /* Intervals of a value in [0, 1] that is known only up to an error. */
    static Spread widened(Spread spread, double error) {
        return error == 0
                ? spread
                : level -> {
                    Interval interval = spread.at(level);
                    return new Interval(
                            Math.max(0, interval.lower() - error), Math.min(1, interval.upper() + error), level);
                };
    }

    /* The intervals of an increasing function of a value. */
    static Spread mapped(Spread spread, DoubleUnaryOperator increasing) {
        return level -> {
            Interval interval = spread.at(level);
            return new Interval(
                    increasing.applyAsDouble(interval.lower()), increasing.applyAsDouble(interval.upper()), level);
        };
    }
}
