package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Ascending;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Distances from the values themselves. */
final class Samples {

    private Samples() {}

    static DistanceOutcome between(Distance distance, double[] reference, double[] current) {
        double[] before = sortedFinite(reference);
        double[] after = sortedFinite(current);
        int exponent = Magnitude.exponent(Math.max(Magnitude.largest(before), Magnitude.largest(after)));
        double[] x = Magnitude.scaled(before, exponent);
        double[] y = Magnitude.scaled(after, exponent);
        return switch (distance) {
            case KOLMOGOROV_SMIRNOV, WASSERSTEIN, Z_SCORE -> {
                if (x.length < 2 || y.length < 2) {
                    yield distance.notEvaluable(
                            (x.length < 2 ? "the reference" : "the window") + " has fewer than 2 finite values");
                }
                yield switch (distance) {
                    case KOLMOGOROV_SMIRNOV -> Profiles.measured(KolmogorovSmirnov.exact(x, y));
                    case WASSERSTEIN -> Wasserstein.exact(x, y);
                    default -> MeanShift.between(Moments.of(x), Moments.of(y));
                };
            }
            case POPULATION_STABILITY_INDEX,
                    CHI_SQUARE,
                    CHI_SQUARE_AGAINST_REFERENCE,
                    JENSEN_SHANNON,
                    HELLINGER,
                    L_INFINITY,
                    KULLBACK_LEIBLER,
                    CRAMERS_V,
                    TOTAL_VARIATION -> {
                NumericBins bins = NumericBins.of(reference);
                yield distance.between(NumericProfile.of(bins, reference), NumericProfile.of(bins, current));
            }
        };
    }

    static AlignedCounts count(CategoryColumn reference, CategoryColumn current) {
        Map<String, long[]> bins = new LinkedHashMap<>();
        List<Long> before = new ArrayList<>();
        List<Long> after = new ArrayList<>();
        before.add(count(reference, 0, bins));
        after.add(count(current, 1, bins));
        for (long[] counts : bins.values()) {
            before.add(counts[0]);
            after.add(counts[1]);
        }
        return new AlignedCounts(before, after);
    }

    static boolean allMissing(CategoryColumn column) {
        return Arrays.stream(column.codes()).allMatch(code -> code == CategoryColumn.MISSING);
    }

    /* Adds the counts of one side to the bins and returns the number of missing rows. */
    private static long count(CategoryColumn column, int side, Map<String, long[]> bins) {
        long[] byCode = new long[column.dictionary().size() + 1];
        for (int code : column.codes()) {
            byCode[code + 1]++;
        }
        for (int code = 0; code < column.dictionary().size(); code++) {
            bins.computeIfAbsent(column.dictionary().get(code), category -> new long[2])[side] += byCode[code + 1];
        }
        return byCode[0];
    }

    private static double[] sortedFinite(double[] values) {
        return Ascending.finite(values);
    }
}
