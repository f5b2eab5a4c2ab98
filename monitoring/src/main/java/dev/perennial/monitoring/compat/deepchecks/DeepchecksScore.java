package dev.perennial.monitoring.compat.deepchecks;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.compat.sample.Quantiles;
import dev.perennial.monitoring.compat.sample.SampleRange;
import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The drift scores of Deepchecks 0.18 by its own names, from observed behaviour: the rules here were found by trying them
 * against recorded values.
 */
public enum DeepchecksScore {
    /** Kolmogorov-Smirnov distance of numbers, exact, at most 1. */
    @JsonProperty("KS")
    KOLMOGOROV_SMIRNOV("KS"),
    /**
     * Earth mover's distance of numbers, between 0 and 1: what lies outside the 2.5 % and 97.5 % quantile of its own sample is
     * dropped from that sample (so a change of the tails is not seen), then both are scaled by their common range.
     */
    @JsonProperty("EMD")
    EARTH_MOVER("EMD"),
    /**
     * Cramér's V of categories with bias correction (W. Bergsma, Journal of the Korean Statistical Society 42, 2013), between
     * 0 and 1. Both samples are scaled down to the smaller one and <em>rounded</em> first, so a rare category may vanish;
     * two categories are corrected by Yates.
     */
    @JsonProperty("Cramer's V")
    CRAMERS_V("Cramer's V"),
    /** Population stability index of categories in nats, each share taken as at least .01 on both sides. */
    @JsonProperty("PSI")
    PSI("PSI");

    private static final double TAIL = 0.025;
    private static final double RARE = 0.01;

    private final String key;

    DeepchecksScore(String key) {
        this.key = key;
    }

    /** Deepchecks' name of the score. */
    public String key() {
        return key;
    }

    /**
     * The score of two columns of one kind, missing values dropped; 0 where there is nothing to compare. Categories below 1 %
     * of the reference are counted together as "other", and that is left out where it too lies below 1 % on both sides.
     *
     * @throws IllegalArgumentException if the score is not one for this kind of column, or a column has no values
     */
    public double of(Column reference, Column current) {
        if (reference instanceof NumberColumn before && current instanceof NumberColumn after) {
            double[] x = ValueCounts.finite(before.values());
            double[] y = ValueCounts.finite(after.values());
            return switch (this) {
                case KOLMOGOROV_SMIRNOV -> TwoSamples.of(x, y).kolmogorovSmirnov();
                case EARTH_MOVER -> earthMover(TwoSamples.of(x, y));
                case CRAMERS_V, PSI -> throw notApplicable("numbers");
            };
        }
        if (reference instanceof CategoryColumn && current instanceof CategoryColumn) {
            List<double[]> bins = withoutRare(ValueCounts.of(reference, current));
            return switch (this) {
                case CRAMERS_V -> cramersV(bins);
                case PSI -> stabilityIndex(bins);
                case KOLMOGOROV_SMIRNOV, EARTH_MOVER -> throw notApplicable("categories");
            };
        }
        throw new IllegalArgumentException("Cannot compare columns: one holds numbers, the other categories");
    }

    private IllegalArgumentException notApplicable(String kind) {
        return new IllegalArgumentException("Invalid score: Deepchecks has no " + key + " for " + kind);
    }

    private static double earthMover(TwoSamples samples) {
        double[] x = middle(samples.reference());
        double[] y = middle(samples.current());
        SampleRange range = SampleRange.of(x, y);
        return range.width() == 0 ? 0 : TwoSamples.of(x, y).wasserstein() / range.width();
    }

    private static double[] middle(double[] sorted) {
        double low = Quantiles.linear(sorted, TAIL);
        double high = Quantiles.linear(sorted, 1 - TAIL);
        return Arrays.stream(sorted)
                .filter(value -> value >= low && value <= high)
                .toArray();
    }

    /* One pair of counts a bin. */
    private static List<double[]> withoutRare(ValueCounts counts) {
        Require.positive(counts.referenceRows(), "reference rows");
        Require.positive(counts.currentRows(), "current rows");
        double n = counts.referenceRows();
        double m = counts.currentRows();
        List<double[]> bins = new ArrayList<>();
        double[] other = new double[2];
        for (int bin = 0; bin < counts.size(); bin++) {
            double[] pair = {counts.reference()[bin], counts.current()[bin]};
            if (pair[0] / n < RARE) {
                other[0] += pair[0];
                other[1] += pair[1];
            } else {
                bins.add(pair);
            }
        }
        if (other[0] / n >= RARE || other[1] / m >= RARE) {
            bins.add(other);
        }
        return bins;
    }

    private static double stabilityIndex(List<double[]> bins) {
        double n = bins.stream().mapToDouble(bin -> bin[0]).sum();
        double m = bins.stream().mapToDouble(bin -> bin[1]).sum();
        double sum = 0;
        for (double[] bin : bins) {
            double p = Math.max(RARE, n == 0 ? 0 : bin[0] / n);
            double q = Math.max(RARE, m == 0 ? 0 : bin[1] / m);
            sum += (q - p) * Math.log(q / p);
        }
        return sum;
    }

    private static double cramersV(List<double[]> bins) {
        double n = bins.stream().mapToDouble(bin -> bin[0]).sum();
        double m = bins.stream().mapToDouble(bin -> bin[1]).sum();
        double size = Math.min(n, m);
        List<double[]> scaled = bins.stream()
                .map(bin -> new double[] {Math.rint(bin[0] * size / n), Math.rint(bin[1] * size / m)})
                .filter(bin -> bin[0] + bin[1] > 0)
                .toList();
        double before = scaled.stream().mapToDouble(bin -> bin[0]).sum();
        double after = scaled.stream().mapToDouble(bin -> bin[1]).sum();
        double total = before + after;
        double columns = scaled.size();
        if (columns < 2 || before == 0 || after == 0) {
            return 0;
        }
        double statistic = 0;
        for (double[] bin : scaled) {
            double expected = (bin[0] + bin[1]) * before / total;
            double difference = Math.abs(bin[0] - expected);
            difference -= columns == 2 ? Math.min(0.5, difference) : 0;
            statistic += difference * difference / expected + difference * difference / (bin[0] + bin[1] - expected);
        }
        double association = Math.max(0, statistic / total - (columns - 1) / (total - 1));
        double effectiveColumns = columns - (columns - 1) * (columns - 1) / (total - 1);
        double effectiveRows = 2 - 1 / (total - 1);
        return Math.sqrt(association / Math.min(effectiveColumns - 1, effectiveRows - 1));
    }
}
