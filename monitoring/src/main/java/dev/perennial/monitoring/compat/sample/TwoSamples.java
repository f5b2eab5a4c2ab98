package dev.perennial.monitoring.compat.sample;

import dev.perennial.monitoring.Ascending;
import dev.perennial.monitoring.distance.Wasserstein;
import java.util.Arrays;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** Two samples of finite numbers, sorted: what distances over values read. */
public final class TwoSamples {
    private final double[] reference;
    private final double[] current;

    private TwoSamples(double[] reference, double[] current) {
        this.reference = reference;
        this.current = current;
    }

    /** Sorts copies of two samples; neither may be empty. */
    public static TwoSamples of(double[] reference, double[] current) {
        if (reference.length == 0 || current.length == 0) {
            throw new IllegalArgumentException("Cannot compare samples: one of them is empty");
        }
        double[] x = reference.clone();
        double[] y = current.clone();
        Ascending.sort(x);
        Ascending.sort(y);
        return new TwoSamples(x, y);
    }

    /** The reference in order; not a copy, to be read only. */
    public double[] reference() {
        return reference;
    }

    /** The current sample in order; not a copy, to be read only. */
    public double[] current() {
        return current;
    }

    /** The Kolmogorov-Smirnov distance. */
    public double kolmogorovSmirnov() {
        double[] distance = new double[1];
        walk((from, to, difference) -> distance[0] = Math.max(distance[0], Math.abs(difference)));
        return distance[0];
    }

    /**
     * The two-sided p value of the Kolmogorov-Smirnov distance: exact up to 10,000 rows a side, else that of one sample of
     * nm/(n+m) rows. Ties are not corrected for.
     */
    public double kolmogorovSmirnovPValue() {
        double p = KolmogorovSmirnovTest.withDefaults().test(reference, current).getPValue();
        return Math.min(1, Math.max(0, p));
    }

    /** The Wasserstein distance of order one, in the units of the values. */
    public double wasserstein() {
        return Wasserstein.ofSorted(reference, current);
    }

    /** The energy distance √(2 ∫ (F - G)² dx). */
    public double energy() {
        double[] sum = new double[1];
        walk((from, to, difference) -> sum[0] += (to - from) * difference * difference);
        return Math.sqrt(2 * sum[0]);
    }

    /** The midranks of the pooled sample, the reference's rows first. */
    public double[] midranks() {
        double[] ranks = new double[reference.length + current.length];
        int i = 0;
        int j = 0;
        while (i < reference.length || j < current.length) {
            double value = next(i, j);
            int fromI = i;
            int fromJ = j;
            i = past(reference, i, value);
            j = past(current, j, value);
            double rank = (fromI + fromJ + 1 + i + j) / 2.0;
            Arrays.fill(ranks, fromI, i, rank);
            Arrays.fill(ranks, reference.length + fromJ, reference.length + j, rank);
        }
        return ranks;
    }

    /** A stretch between two neighbouring values, on which the distribution functions differ by a constant. */
    public interface Stretch {
        /** Takes the ends of the stretch and the reference's distribution function less the current one's on it. */
        void accept(double from, double to, double difference);
    }

    /** Visits all stretches in order, the last one (of difference zero) excepted. */
    public void walk(Stretch visitor) {
        int i = 0;
        int j = 0;
        double from = next(0, 0);
        while (i < reference.length || j < current.length) {
            double to = next(i, j);
            if (i + j > 0) {
                visitor.accept(from, to, (double) i / reference.length - (double) j / current.length);
            }
            i = past(reference, i, to);
            j = past(current, j, to);
            from = to;
        }
    }

    private double next(int i, int j) {
        return j >= current.length || (i < reference.length && reference[i] <= current[j]) ? reference[i] : current[j];
    }

    private static int past(double[] sorted, int index, double value) {
        int past = index;
        while (past < sorted.length && sorted[past] == value) {
            past++;
        }
        return past;
    }
}
