package dev.perennial.monitoring.compat.nannyml;

import dev.perennial.monitoring.compat.sample.EqualWidthBins;
import dev.perennial.monitoring.compat.sample.SampleRange;
import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.distance.Divergences;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** The methods for numbers. */
final class NumberMethods {
    private static final int ESTIMATED_ROWS = 10_000;
    private static final int FINE_BINS = 10_000;

    private NumberMethods() {}

    static FittedMethod fit(NannyMethod method, double[] values) {
        double[] reference = ValueCounts.finite(values);
        if (reference.length == 0) {
            throw new IllegalArgumentException("Invalid reference: the column has no values");
        }
        return switch (method) {
            case JENSEN_SHANNON ->
                overCoarseBins(reference, (p, q) -> Math.sqrt(Divergences.jensenShannon(p, q) / Math.log(2)));
            case HELLINGER -> overCoarseBins(reference, Divergences::hellinger);
            case KOLMOGOROV_SMIRNOV ->
                reference.length < ESTIMATED_ROWS
                        ? fitted(chunk -> TwoSamples.of(reference, chunk).kolmogorovSmirnov())
                        : fineKolmogorovSmirnov(reference);
            case WASSERSTEIN ->
                reference.length < ESTIMATED_ROWS
                        ? fitted(chunk -> TwoSamples.of(reference, chunk).wasserstein())
                        : fineWasserstein(reference);
            case CHI_SQUARE, L_INFINITY ->
                throw new IllegalArgumentException("Invalid method for numbers: " + method.key());
        };
    }

    private static FittedMethod fitted(ToDoubleFunction<double[]> distance) {
        return column -> {
            if (!(column instanceof NumberColumn numbers)) {
                throw new IllegalArgumentException("Cannot compare columns: one holds numbers, the other categories");
            }
            double[] chunk = ValueCounts.finite(numbers.values());
            return chunk.length == 0 ? Optional.empty() : Optional.of(ChunkValue.of(distance.applyAsDouble(chunk)));
        };
    }

    private static FittedMethod overCoarseBins(double[] reference, ToDoubleBiFunction<double[], double[]> distance) {
        EqualWidthBins bins = EqualWidthBins.doane(reference);
        double[] p = Arrays.copyOf(bins.shares(reference), bins.size() + 1);
        return fitted(chunk -> {
            long[] counts = bins.count(chunk);
            double[] q = new double[counts.length + 1];
            for (int bin = 0; bin < counts.length; bin++) {
                q[bin] = (double) counts[bin] / chunk.length;
            }
            q[counts.length] = (double) (chunk.length - Arrays.stream(counts).sum()) / chunk.length;
            return distance.applyAsDouble(p, q);
        });
    }

    private static FittedMethod fineKolmogorovSmirnov(double[] reference) {
        SampleRange range = SampleRange.of(reference, new double[0]);
        EqualWidthBins bins = EqualWidthBins.linspace(range.least(), range.greatest(), FINE_BINS);
        double[] p = bins.shares(reference);
        return fitted(chunk -> {
            double[] q = bins.shares(chunk);
            double f = 0;
            double g = share(chunk, Double.NEGATIVE_INFINITY, bins.first());
            double distance = 0;
            for (int bin = 0; bin < p.length; bin++) {
                f += p[bin];
                g += q[bin];
                distance = Math.max(distance, Math.abs(f - g));
            }
            return distance;
        });
    }

    private static FittedMethod fineWasserstein(double[] reference) {
        SampleRange range = SampleRange.of(reference, new double[0]);
        EqualWidthBins bins = EqualWidthBins.between(range.least(), range.greatest(), FINE_BINS);
        double[] p = bins.shares(reference);
        return fitted(chunk -> {
            double[] below = Arrays.stream(chunk)
                    .filter(value -> value < bins.first())
                    .sorted()
                    .toArray();
            double[] above = Arrays.stream(chunk)
                    .filter(value -> value > bins.last())
                    .sorted()
                    .toArray();
            double weightBelow = below.length == 0 ? 0 : (below.length + 1.0) / chunk.length;
            double weightAbove = above.length == 0 ? 0 : (above.length + 1.0) / chunk.length;
            double[] q = bins.shares(chunk);
            double f = 0;
            double g = weightBelow;
            double within = 0;
            for (int bin = 0; bin < p.length; bin++) {
                f += p[bin];
                g += q[bin];
                within += Math.abs(f - g) * bins.width();
            }
            // the mean way from the tail to the edge, with the edge itself counted as one row of the tail
            return within
                    + weightBelow * meanDistance(below, bins.first())
                    + weightAbove * meanDistance(above, bins.last());
        });
    }

    private static double meanDistance(double[] tail, double edge) {
        double sum = 0;
        for (double value : tail) {
            sum += Math.abs(value - edge);
        }
        return tail.length == 0 ? 0 : sum / (tail.length + 1);
    }

    private static double share(double[] values, double from, double below) {
        return (double) Arrays.stream(values)
                        .filter(value -> value >= from && value < below)
                        .count()
                / values.length;
    }
}
