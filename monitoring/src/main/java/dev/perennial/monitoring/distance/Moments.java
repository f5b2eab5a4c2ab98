package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.profile.NumericProfile;

/**
 * Mean and standard deviation of finite values.
 *
 * @param rows their number, at least one
 * @param mean their mean
 * @param deviation their standard deviation, denominator {@code rows}
 */
record Moments(long rows, double mean, double deviation) {

    static Moments of(double[] finite) {
        double sum = 0;
        for (double value : finite) {
            sum += value / finite.length;
        }
        double squares = 0;
        for (double value : finite) {
            squares += (value - sum) * (value - sum) / finite.length;
        }
        return new Moments(finite.length, sum, Math.sqrt(squares));
    }

    static Moments of(NumericProfile profile) {
        return new Moments(
                profile.finite(),
                profile.mean().orElseThrow(),
                profile.standardDeviation().orElseThrow());
    }

    /* How large the values are, by the larger of mean and deviation. */
    double size() {
        return Math.max(Math.abs(mean), deviation);
    }

    /* Those of the values divided by a power of two. */
    Moments scaled(int exponent) {
        return exponent == 0 ? this : new Moments(rows, Math.scalb(mean, -exponent), Math.scalb(deviation, -exponent));
    }

    double secondMoment() {
        return mean * mean + deviation * deviation;
    }

    /* The most that E(X - c)+ can be with this mean and deviation (H. Scarf, "A min-max solution of an inventory problem"). */
    double largestExcessAbove(double cut) {
        double distance = cut - mean;
        return (Math.hypot(deviation, distance) - distance) / 2;
    }

    double largestExcessBelow(double cut) {
        double distance = mean - cut;
        return (Math.hypot(deviation, distance) - distance) / 2;
    }
}
