package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.RowOrder;
import java.util.Arrays;

/**
 * A rising map from scores to probabilities, fitted by weighted least squares: linear between its knots, constant beyond
 * them. Immutable.
 *
 * <p>Ties in the score share one knot at their weighted mean. It is the solution that pool-adjacent-violators finds, as
 * scikit-learn's {@code IsotonicRegression(out_of_bounds="clip")} does. Sorting dominates its cost.
 */
public final class IsotonicCalibration {

    /*
     * 1. M. Ayer et al., "An empirical distribution function for sampling with incomplete information", Annals of
     *    Mathematical Statistics 26 (1955): pooling adjacent violators.
     * 2. B. Zadrozny, C. Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD
     *    (2002): isotonic regression as calibration.
     */

    private final double[] scores;
    private final double[] probabilities;

    private IsotonicCalibration(double[] scores, double[] probabilities) {
        this.scores = scores;
        this.probabilities = probabilities;
    }

    /** The map that leaves scores within [0, 1] as they are. */
    public static IsotonicCalibration identity() {
        return new IsotonicCalibration(new double[] {0, 1}, new double[] {0, 1});
    }

    /** Fits rows of equal weight. */
    public static IsotonicCalibration fit(double[] scores, boolean[] labels) {
        double[] weights = new double[scores.length];
        Arrays.fill(weights, 1);
        return fit(scores, labels, weights);
    }

    /** Fits weighted rows; rows of no weight do not count, and at least one must have some. */
    public static IsotonicCalibration fit(double[] scores, boolean[] labels, double[] weights) {
        Require.sameLength(scores.length, labels.length, "labels");
        Require.sameLength(scores.length, weights.length, "weights");
        int[] order = RowOrder.ascending(scores);
        double[] knots = new double[order.length];
        double[] means = new double[order.length];
        double[] masses = new double[order.length];
        int n = 0;
        for (int row : order) {
            double weight = weights[row];
            if (!(weight > 0)) {
                continue;
            }
            double score = Require.finite(scores[row], "score in row " + row);
            if (n == 0 || knots[n - 1] != score) {
                knots[n++] = score;
            }
            masses[n - 1] += weight;
            means[n - 1] += labels[row] ? weight : 0;
        }
        if (n == 0) {
            throw new IllegalArgumentException("Invalid calibration: no row has any weight");
        }
        for (int i = 0; i < n; i++) {
            means[i] /= masses[i];
        }
        return pooled(knots, means, masses, n);
    }

    private static IsotonicCalibration pooled(double[] knots, double[] means, double[] masses, int n) {
        int[] ends = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            double mean = means[i];
            double mass = masses[i];
            while (blocks > 0 && means[blocks - 1] >= mean) {
                blocks--;
                mean = (means[blocks] * masses[blocks] + mean * mass) / (masses[blocks] + mass);
                mass += masses[blocks];
            }
            means[blocks] = mean;
            masses[blocks] = mass;
            ends[blocks++] = i;
        }
        double[] x = new double[2 * blocks];
        double[] y = new double[2 * blocks];
        int kept = 0;
        int begin = 0;
        for (int block = 0; block < blocks; block++) {
            x[kept] = knots[begin];
            y[kept++] = means[block];
            if (ends[block] > begin) {
                x[kept] = knots[ends[block]];
                y[kept++] = means[block];
            }
            begin = ends[block] + 1;
        }
        return new IsotonicCalibration(Arrays.copyOf(x, kept), Arrays.copyOf(y, kept));
    }

    /** The probability of a score. */
    public double apply(double score) {
        int at = Arrays.binarySearch(scores, score + 0.0);
        return at >= 0 ? probabilities[at] : between(-at - 1, score);
    }

    /** The probabilities of scores, in their order. */
    public double[] apply(double[] values) {
        double[] mapped = new double[values.length];
        for (int row = 0; row < mapped.length; row++) {
            mapped[row] = apply(values[row]);
        }
        return mapped;
    }

    private double between(int knot, double score) {
        if (knot == 0) {
            return probabilities[0];
        }
        if (knot == scores.length) {
            return probabilities[knot - 1];
        }
        double low = scores[knot - 1];
        double rise = (probabilities[knot] - probabilities[knot - 1]) / (scores[knot] - low);
        return probabilities[knot - 1] + rise * (score - low);
    }

    /** A reader of descending scores, which walks along the knots instead of searching them. */
    Descent descent() {
        return new Descent();
    }

    /** Maps scores that never rise; not thread-safe. */
    final class Descent {
        private int knot = scores.length - 1;

        double apply(double score) {
            while (knot >= 0 && scores[knot] > score) {
                knot--;
            }
            return knot >= 0 && scores[knot] == score ? probabilities[knot] : between(knot + 1, score);
        }
    }
}
