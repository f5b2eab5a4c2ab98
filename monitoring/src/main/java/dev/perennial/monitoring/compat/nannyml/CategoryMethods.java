package dev.perennial.monitoring.compat.nannyml;

import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.distance.Divergences;
import dev.perennial.monitoring.table.CategoryColumn;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The methods for categories. */
final class CategoryMethods {

    private CategoryMethods() {}

    static FittedMethod fit(NannyMethod method, CategoryColumn reference) {
        if (Arrays.stream(reference.codes()).allMatch(code -> code == CategoryColumn.MISSING)) {
            throw new IllegalArgumentException("Invalid reference: the column has no values");
        }
        return switch (method) {
            case JENSEN_SHANNON ->
                overKnown(reference, (p, q) -> Math.sqrt(Divergences.jensenShannon(p, q) / Math.log(2)));
            case HELLINGER -> overKnown(reference, Divergences::hellinger);
            case L_INFINITY -> fitted(reference, counts -> ChunkValue.of(largestChange(counts)));
            case CHI_SQUARE -> fitted(reference, CategoryMethods::contingency);
            case KOLMOGOROV_SMIRNOV, WASSERSTEIN ->
                throw new IllegalArgumentException("Invalid method for categories: " + method.key());
        };
    }

    private static FittedMethod fitted(CategoryColumn reference, Function<ValueCounts, ChunkValue> method) {
        return chunk -> {
            ValueCounts counts = ValueCounts.of(reference, chunk);
            return counts.currentRows() == 0 ? Optional.empty() : Optional.of(method.apply(counts));
        };
    }

    /* The categories of the reference, and one bin for all that it lacks. */
    private static FittedMethod overKnown(CategoryColumn reference, ToDoubleBiFunction<double[], double[]> distance) {
        return fitted(reference, counts -> {
            double[] before = counts.referenceShares();
            double[] after = counts.currentShares();
            double[] p = new double[before.length + 1];
            double[] q = new double[before.length + 1];
            for (int bin = 0; bin < before.length; bin++) {
                p[bin] = before[bin];
                q[before[bin] > 0 ? bin : before.length] += after[bin];
            }
            return ChunkValue.of(distance.applyAsDouble(p, q));
        });
    }

    private static double largestChange(ValueCounts counts) {
        double[] p = counts.referenceShares();
        double[] q = counts.currentShares();
        double largest = 0;
        for (int bin = 0; bin < p.length; bin++) {
            largest = Math.max(largest, Math.abs(p[bin] - q[bin]));
        }
        return largest;
    }

    private static ChunkValue contingency(ValueCounts counts) {
        if (counts.size() == 1) {
            return new ChunkValue(0, OptionalDouble.of(1));
        }
        double n = counts.referenceRows();
        double m = counts.currentRows();
        double statistic = 0;
        for (int bin = 0; bin < counts.size(); bin++) {
            double total = counts.reference()[bin] + counts.current()[bin];
            double expected = total * m / (n + m);
            double difference = Math.abs(counts.current()[bin] - expected);
            // Yates' correction, as SciPy makes it: never past the expectation
            difference -= counts.size() == 2 ? Math.min(0.5, difference) : 0;
            statistic += difference * difference / expected + difference * difference / (total - expected);
        }
        double p = ChiSquaredDistribution.of(counts.size() - 1.0).survivalProbability(statistic);
        return new ChunkValue(statistic, OptionalDouble.of(p));
    }
}
