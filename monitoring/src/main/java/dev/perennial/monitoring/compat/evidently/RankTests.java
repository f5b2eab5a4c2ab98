package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.paired.Gaussian;
import java.util.Arrays;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/** The tests over ranks of the pooled sample. */
final class RankTests {
    /* F. W. Scholz, M. A. Stephens, "K-sample Anderson-Darling tests", JASA 82 (1987), table 1. */
    private static final double[] LEVELS = {0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001};
    private static final double[] B0 = {0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085};
    private static final double[] B1 = {-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615};
    private static final double[] B2 = {-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154};
    private static final int EXACT_ROWS = 8;

    private RankTests() {}

    /* Equation 7 of Scholz and Stephens (midranks), its p value interpolated in the table and cut off at its ends. */
    static double andersonDarling(TwoSamples samples) {
        double n = samples.reference().length;
        double m = samples.current().length;
        double total = n + m;
        double[] ranks = samples.midranks();
        double statistic = 0;
        int i = 0;
        int j = samples.reference().length;
        while (i < n || j < total) {
            double rank = j >= total || (i < n && ranks[i] <= ranks[j]) ? ranks[i] : ranks[j];
            double before = i;
            double beforeCurrent = j - n;
            while (i < n && ranks[i] == rank) {
                i++;
            }
            while (j < total && ranks[j] == rank) {
                j++;
            }
            double ties = i - before + j - n - beforeCurrent;
            double below = rank - 0.5;
            double belowReference = (before + i) / 2.0;
            double belowCurrent = (beforeCurrent + j - n) / 2.0;
            double weight = ties / total / (below * (total - below) - total * ties / 4);
            statistic += weight * square(total * belowReference - below * n) / n;
            statistic += weight * square(total * belowCurrent - below * m) / m;
        }
        statistic *= (total - 1) / total;
        return interpolated((statistic - 1) / Math.sqrt(andersonDarlingVariance(n, m)));
    }

    private static double andersonDarlingVariance(double n, double m) {
        double total = n + m;
        double inverses = 1 / n + 1 / m;
        double harmonic = 0;
        double doubleSum = 0;
        double partial = 0;
        for (int i = 1; i < total; i++) {
            harmonic += 1.0 / i;
        }
        for (int i = 1; i <= total - 2; i++) {
            partial += 1.0 / (total - i);
            doubleSum += partial / (i + 1);
        }
        double k = 2;
        double a = (4 * doubleSum - 6) * (k - 1) + (10 - 6 * doubleSum) * inverses;
        double b = (2 * doubleSum - 4) * k * k
                + 8 * harmonic * k
                + (2 * doubleSum - 14 * harmonic - 4) * inverses
                - 8 * harmonic
                + 4 * doubleSum
                - 6;
        double c = (6 * harmonic + 2 * doubleSum - 2) * k * k
                + (4 * harmonic - 4 * doubleSum + 6) * k
                + (2 * harmonic - 6) * inverses
                + 4 * harmonic;
        double d = (2 * harmonic + 6) * k * k - 4 * harmonic * k;
        return (((a * total + b) * total + c) * total + d) / ((total - 1) * (total - 2) * (total - 3));
    }

    private static double interpolated(double normalised) {
        WeightedObservedPoints points = new WeightedObservedPoints();
        double[] critical = new double[LEVELS.length];
        for (int k = 0; k < LEVELS.length; k++) {
            critical[k] = B0[k] + B1[k] + B2[k];
            points.add(critical[k], Math.log(LEVELS[k]));
        }
        if (normalised < critical[0]) {
            return LEVELS[0];
        }
        if (normalised > critical[critical.length - 1]) {
            return LEVELS[LEVELS.length - 1];
        }
        PolynomialFunction fitted =
                new PolynomialFunction(PolynomialCurveFitter.create(2).fit(points.toList()));
        return Math.exp(fitted.value(normalised));
    }

    /* T. W. Anderson, "On the distribution of the two-sample Cramer-von Mises criterion", Ann. Math. Statist. 33 (1962). */
    static double cramerVonMises(TwoSamples samples) {
        double n = samples.reference().length;
        double m = samples.current().length;
        double total = n + m;
        double product = n * m;
        double[] ranks = samples.midranks();
        double u = 0;
        for (int i = 0; i < ranks.length; i++) {
            u += i < n ? n * square(ranks[i] - (i + 1)) : m * square(ranks[i] - (i + 1 - n));
        }
        double t = u / (product * total) - (4 * product - 1) / (6 * total);
        double expected = (1 + 1 / total) / 6;
        double variance = (total + 1)
                * (4 * product * total - 3 * (n * n + m * m) - 2 * product)
                / (45 * total * total * 4 * product);
        double normalised = 1 / 6.0 + (t - expected) / Math.sqrt(45 * variance);
        return normalised < 0.003 ? 1 : Math.max(0, Math.min(1, 1 - limitingCramerVonMises(normalised)));
    }

    /* Equation 1.2 of S. Csörgő, J. J. Faraway, JRSS-B 58 (1996), terms down to 1e-7 as SciPy adds them. */
    private static double limitingCramerVonMises(double x) {
        double sum = 0;
        double term = 1;
        for (int k = 0; term >= 1e-7; k++) {
            double u = Math.exp(Gamma.logGamma(k + 0.5) - Gamma.logGamma(k + 1.0))
                    / (Math.pow(Math.PI, 1.5) * Math.sqrt(x));
            double y = 4.0 * k + 1;
            double q = y * y / (16 * x);
            term = u * Math.sqrt(y) * Math.exp(-q) * besselQuarter(q);
            sum += term;
        }
        return sum;
    }

    /* K of order 1/4 by its integral ∫ exp(-z cosh t) cosh(t/4) dt; the trapezoid converges exponentially. */
    private static double besselQuarter(double z) {
        double step = 1 / 64.0;
        double sum = Math.exp(-z) / 2;
        double term = sum;
        for (int k = 1; term > sum * 1e-18 && term > 0; k++) {
            double t = k * step;
            term = Math.exp(-z * Math.cosh(t)) * Math.cosh(t / 4);
            sum += term;
        }
        return sum * step;
    }

    /* Normal with ties and continuity corrected for; exact for at most eight rows on a side without ties. */
    static double mannWhitneyLess(TwoSamples samples) {
        double[] x = samples.reference();
        double[] y = samples.current();
        double n = x.length;
        double m = y.length;
        double[] ranks = samples.midranks();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ranks[i];
        }
        double ties = ties(samples);
        if (Math.min(n, m) <= EXACT_ROWS && ties == 0) {
            return MannWhitneyUTest.withDefaults()
                    .with(PValueMethod.EXACT)
                    .with(AlternativeHypothesis.LESS_THAN)
                    .test(x, y)
                    .getPValue();
        }
        double other = n * m - (sum - n * (n + 1) / 2);
        double total = n + m;
        double deviation = Math.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))));
        double z = (other - n * m / 2 - 0.5) / deviation;
        return Math.min(1, Math.max(0, Gaussian.upperTail(z)));
    }

    /* The sum of t³ - t over groups of t equal values. */
    private static double ties(TwoSamples samples) {
        double[] ranks = samples.midranks();
        Arrays.sort(ranks);
        double sum = 0;
        for (int from = 0; from < ranks.length; ) {
            int to = from;
            while (to < ranks.length && ranks[to] == ranks[from]) {
                to++;
            }
            double t = to - from;
            sum += t * t * t - t;
            from = to;
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
