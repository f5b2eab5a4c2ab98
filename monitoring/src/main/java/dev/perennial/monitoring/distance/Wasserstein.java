package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.distance.DistanceOutcome.NotEvaluable;
import dev.perennial.monitoring.profile.NumericProfile;
import java.util.List;

/**
 * The Wasserstein distance of order one of two samples of numbers, ∫ |F - G| dx: the mean way that mass has to move.
 *
 * <p>Source: S. S. Vallender, "Calculation of the Wasserstein distance between probability distributions on the line", Theory
 * of Probability and its Applications 18 (1974).
 */
public final class Wasserstein {
    private static final int NOISE_POINTS = 400;
    /* Beyond the 95 % quantile of a normal ∫ √(1 - F) dx is .78 √.05, 2.2 times the width from the 90 % to the 95 % one. */
    private static final double TAIL_WIDTHS = 2.2;

    /* From its 90 % to its 95 % quantile is ln 2 mean excesses of an exponential distribution: a mean excess is 1.4 widths. */
    private static final double TAIL_REACH = 2;

    private Wasserstein() {}

    /** The distance of two sorted, non-empty samples of finite values, in the units of the values. */
    public static double ofSorted(double[] reference, double[] current) {
        int i = 0;
        int j = 0;
        double sum = 0;
        double from = Math.min(reference[0], current[0]);
        while (i < reference.length || j < current.length) {
            double at = j >= current.length || (i < reference.length && reference[i] <= current[j])
                    ? reference[i]
                    : current[j];
            sum += (at - from) * Math.abs((double) i / reference.length - (double) j / current.length);
            while (i < reference.length && reference[i] == at) {
                i++;
            }
            while (j < current.length && current[j] == at) {
                j++;
            }
            from = at;
        }
        return sum;
    }

    static DistanceOutcome exact(double[] reference, double[] current) {
        double deviation = Moments.of(reference).deviation();
        double distance = ofSorted(reference, current);
        if (!(deviation > 0)) {
            return constantReference(distance, reference.length, current.length);
        }
        int points = Math.min(NOISE_POINTS, reference.length);
        double[] at = new double[points];
        double[] shares = new double[points];
        for (int k = 0; k < points; k++) {
            int index = (int) ((long) k * (reference.length - 1) / Math.max(1, points - 1));
            at[k] = reference[index];
            shares[k] = (index + 0.5) / reference.length;
        }
        Noise noise = noise(at, shares, 0, deviation, reference.length, current.length);
        double value = distance / deviation;
        return new Measured(Distance.WASSERSTEIN, value, 0, noise.tail(value), noise, reference.length, current.length);
    }

    /*
     * Between two cuts both distribution functions are known at the ends and monotone between: the trapezoid is wrong by at
     * most half the mass there times the width. Beyond the outer cuts only the moments are known: what the differences of
     * the first and second moment leave over is shared between the two tails, each as if it lay one bin's width beyond its
     * cut and, for the tail with less mass, as if it reached no further than an exponential one usually does. Scarf's
     * inequality bounds their sum.
     */
    static DistanceOutcome of(NumericProfile reference, NumericProfile current) {
        Moments ofReference = Moments.of(reference);
        Moments ofCurrent = Moments.of(current);
        int exponent = Magnitude.exponent(reference.bins().cuts().stream()
                .mapToDouble(Math::abs)
                .reduce(Math.max(ofReference.size(), ofCurrent.size()), Math::max));
        Moments before = ofReference.scaled(exponent);
        Moments after = ofCurrent.scaled(exponent);
        List<Double> cuts = exponent == 0
                ? reference.bins().cuts()
                : reference.bins().cuts().stream()
                        .map(cut -> Math.scalb(cut, -exponent))
                        .toList();
        if (!(before.deviation() > 0)) {
            return constantReference(
                    Math.abs(before.mean() - after.mean()) + after.deviation(), before.rows(), after.rows());
        }
        double n = reference.finite();
        double m = current.finite();
        double[] at = new double[cuts.size()];
        double[] shares = new double[cuts.size()];
        double inner = 0;
        double signed = 0;
        double signedSecond = 0;
        double blur = 0;
        double f = reference.counts().get(0) / n;
        double g = current.counts().get(0) / m;
        for (int k = 0; k < cuts.size(); k++) {
            at[k] = cuts.get(k);
            shares[k] = Math.min(1, f);
            if (k + 1 < cuts.size()) {
                double width = cuts.get(k + 1) - cuts.get(k);
                double massBefore = reference.counts().get(k + 1) / n;
                double massAfter = current.counts().get(k + 1) / m;
                double left = f - g;
                double right = left + massBefore - massAfter;
                inner += width * meanAbsolute(left, right);
                signed += width * (left + right) / 2;
                signedSecond += width * (at[k] * (2 * left + right) + cuts.get(k + 1) * (left + 2 * right)) / 6;
                blur += width * (massBefore + massAfter) / 2;
                f += massBefore;
                g += massAfter;
            }
        }
        double first = at[0];
        double last = at[at.length - 1];
        double largestTails = Math.max(before.largestExcessBelow(first), after.largestExcessBelow(first))
                + Math.max(before.largestExcessAbove(last), after.largestExcessAbove(last));
        double rest = after.mean() - before.mean() - signed;
        double restSecond = (after.secondMoment() - before.secondMoment()) / 2 - signedSecond;
        double firstWidth = at[Math.min(1, at.length - 1)] - first;
        double lastWidth = last - at[Math.max(0, at.length - 2)];
        double massBelow =
                Math.max(reference.counts().get(0) / n, current.counts().get(0) / m);
        double massAbove =
                Math.max(reference.counts().get(at.length) / n, current.counts().get(at.length) / m);
        double apart = last + lastWidth - (first - firstWidth);
        double split = apart > 0 ? ((last + lastWidth) * rest - restSecond) / apart : rest;
        double lowerTail = massBelow <= massAbove
                ? clamp(split, TAIL_REACH * firstWidth * massBelow)
                : rest - clamp(rest - split, TAIL_REACH * lastWidth * massAbove);
        double tails = Math.min(largestTails, Math.abs(lowerTail) + Math.abs(rest - lowerTail));
        Noise noise = noise(at, shares, TAIL_WIDTHS, before.deviation(), before.rows(), after.rows());
        double value = (inner + tails) / before.deviation();
        double bound = (2 * blur + Math.max(tails, largestTails - tails)) / before.deviation();
        return new Measured(Distance.WASSERSTEIN, value, bound, noise.tail(value), noise, before.rows(), after.rows());
    }

    private static DistanceOutcome constantReference(double distance, long referenceRows, long currentRows) {
        return distance == 0
                ? new Measured(Distance.WASSERSTEIN, 0, 0, 1, new NoNoise(), referenceRows, currentRows)
                : new NotEvaluable(Distance.WASSERSTEIN, "the reference is constant, so it has no unit to measure in");
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    /* The mean of |x| while x goes linearly from left to right. */
    private static double meanAbsolute(double left, double right) {
        if (left * right >= 0) {
            return Math.abs(left + right) / 2;
        }
        return (left * left + right * right) / (2 * Math.abs(right - left));
    }

    /*
     * Without drift √(nm/(n+m)) (F - G) is a Brownian bridge B(F): at F = s ≤ t its deviation is √(s(1-s)) and its correlation
     * √(s(1-t) / (t(1-s))). The integral is taken as a sum over the given points.
     */
    private static Noise noise(double[] at, double[] shares, double tailWidths, double deviation, long n, long m) {
        double scale = Math.sqrt(1.0 / n + 1.0 / m) / deviation;
        int points = at.length;
        double[] weights = new double[points];
        double[] deviations = new double[points];
        for (int k = 0; k < points; k++) {
            double left = k == 0 ? at[0] : at[k - 1];
            double right = k == points - 1 ? at[points - 1] : at[k + 1];
            boolean end = k == 0 || k == points - 1;
            weights[k] = (right - left) * (end ? 0.5 + tailWidths : 0.5);
            deviations[k] = Math.sqrt(Math.max(0, shares[k] * (1 - shares[k]))) * scale;
        }
        return AbsoluteSums.noise(weights, deviations, (i, j) -> {
            double s = Math.min(shares[i], shares[j]);
            double t = Math.max(shares[i], shares[j]);
            return Math.sqrt(s * (1 - t) / (t * (1 - s)));
        });
    }
}
