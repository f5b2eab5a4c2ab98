package dev.perennial.monitoring.compat.frouros;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.compat.sample.EqualWidthBins;
import dev.perennial.monitoring.compat.sample.SampleRange;
import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.distance.Divergences;
import java.util.Arrays;
import java.util.OptionalDouble;

/** The batch distances of Frouros 0.9 between two samples of numbers, by its own names and with its default ten bins. */
public enum FrourosDistance {
    /**
     * Population stability index in nats over ten equal widths of the pooled range. An empty bin becomes 2.2e-308, the least
     * normal number, whose logarithm of -708 then rules the sum: values above 100 say only that some bin was empty.
     */
    @JsonProperty("PSI")
    PSI("PSI"),
    /**
     * Kullback-Leibler divergence of the current sample from the reference in nats, over <em>nine</em> equal widths (ten
     * edges), of histograms whose mass is spread evenly within their own bins. Infinite, hence empty, where the reference's
     * histogram has no mass.
     */
    @JsonProperty("KL")
    KULLBACK_LEIBLER("KL"),
    /** Jensen-Shannon distance, the root of the divergence in nats, at most √ln 2; shares as for KL. */
    @JsonProperty("JS")
    JENSEN_SHANNON("JS"),
    /** Hellinger distance over ten equal widths of the pooled range, at most 1. */
    @JsonProperty("HellingerDistance")
    HELLINGER("HellingerDistance"),
    /** Wasserstein distance in the units of the values. */
    @JsonProperty("EMD")
    EARTH_MOVER("EMD"),
    /** Energy distance. */
    @JsonProperty("EnergyDistance")
    ENERGY("EnergyDistance"),
    /**
     * Bhattacharyya distance -ln Σ √(p q) over ten equal widths; empty where no bin is shared. The recorded values are of this
     * form; the packaged release 0.9.0 computes 1 - Σ √(p q) under the same name.
     */
    @JsonProperty("BhattacharyyaDistance")
    BHATTACHARYYA("BhattacharyyaDistance"),
    /** One less the intersection of the two histograms over ten equal widths, at most 1: their total variation. */
    @JsonProperty("HINormalizedComplement")
    INTERSECTION_COMPLEMENT("HINormalizedComplement");

    private static final int BINS = 10;

    private final String key;

    FrourosDistance(String key) {
        this.key = key;
    }

    /** Frouros' name of the distance. */
    public String key() {
        return key;
    }

    /** The distance of two samples, NaN and infinities left out of both; empty where Frouros gives an infinity. */
    public OptionalDouble of(double[] reference, double[] current) {
        double[] x = ValueCounts.finite(reference);
        double[] y = ValueCounts.finite(current);
        Require.positive((long) x.length, "reference rows");
        Require.positive((long) y.length, "current rows");
        SampleRange range = SampleRange.of(x, y);
        EqualWidthBins bins = EqualWidthBins.between(range.least(), range.greatest(), BINS);
        double value = switch (this) {
            case EARTH_MOVER -> TwoSamples.of(x, y).wasserstein();
            case ENERGY -> TwoSamples.of(x, y).energy();
            case PSI -> stabilityIndex(bins.shares(x), bins.shares(y));
            case HELLINGER -> Divergences.hellinger(bins.shares(x), bins.shares(y));
            case BHATTACHARYYA -> -Math.log(overlap(bins.shares(x), bins.shares(y)));
            case INTERSECTION_COMPLEMENT -> 1 - intersection(bins.shares(x), bins.shares(y));
            case KULLBACK_LEIBLER ->
                relativeEntropy(
                        SpreadHistogram.of(y).shares(range),
                        SpreadHistogram.of(x).shares(range));
            case JENSEN_SHANNON ->
                Math.sqrt(Divergences.jensenShannon(
                        normalised(SpreadHistogram.of(x).shares(range)),
                        normalised(SpreadHistogram.of(y).shares(range))));
        };
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static double stabilityIndex(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double before = p[bin] == 0 ? Double.MIN_NORMAL : p[bin];
            double after = q[bin] == 0 ? Double.MIN_NORMAL : q[bin];
            sum += (after - before) * (Math.log(after) - Math.log(before));
        }
        return sum;
    }

    private static double overlap(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += Math.sqrt(p[bin] * q[bin]);
        }
        return sum;
    }

    private static double intersection(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += Math.min(p[bin], q[bin]);
        }
        return sum;
    }

    private static double relativeEntropy(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += p[bin] > 0 ? p[bin] * Math.log(p[bin] / q[bin]) : 0;
        }
        return sum;
    }

    private static double[] normalised(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    /* A histogram with bins chosen by NumPy's "auto" rule, its mass spread evenly within each. */
    private static final class SpreadHistogram {
        private final EqualWidthBins bins;
        private final double[] mass;

        private SpreadHistogram(EqualWidthBins bins, double[] mass) {
            this.bins = bins;
            this.mass = mass;
        }

        static SpreadHistogram of(double[] values) {
            EqualWidthBins bins = EqualWidthBins.auto(values);
            return new SpreadHistogram(bins, bins.shares(values));
        }

        double[] shares(SampleRange range) {
            double[] result = new double[BINS - 1];
            double step = range.width() / (BINS - 1);
            for (int k = 0; k < result.length; k++) {
                double from = range.least() + k * step;
                double to = k == result.length - 1 ? range.greatest() : range.least() + (k + 1) * step;
                result[k] = cumulative(to) - cumulative(from);
            }
            return result;
        }

        private double cumulative(double x) {
            double at = (x - bins.first()) / bins.width();
            double sum = 0;
            for (int bin = 0; bin < mass.length; bin++) {
                sum += mass[bin] * Math.max(0, Math.min(1, at - bin));
            }
            return sum;
        }
    }
}
