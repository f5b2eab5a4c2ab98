package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.profile.CategoryProfile;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericProfile;

/** Distances of finite values, read from numeric profiles. */
final class Profiles {

    private Profiles() {}

    static void requireSameBins(ColumnProfile reference, ColumnProfile current) {
        boolean same = reference instanceof NumericProfile before
                ? current instanceof NumericProfile after && before.bins().equals(after.bins())
                : reference instanceof CategoryProfile named
                        && current instanceof CategoryProfile other
                        && named.bins().equals(other.bins());
        if (!same) {
            throw new IllegalArgumentException("Cannot compare profiles: their bins differ");
        }
    }

    static DistanceOutcome overValues(Distance distance, NumericProfile reference, NumericProfile current) {
        if (reference.finite() < 2 || current.finite() < 2) {
            return distance.notEvaluable(
                    (reference.finite() < 2 ? "the reference" : "the window") + " has fewer than 2 finite values");
        }
        return switch (distance) {
            case KOLMOGOROV_SMIRNOV -> measured(KolmogorovSmirnov.of(reference, current));
            case WASSERSTEIN -> Wasserstein.of(reference, current);
            case Z_SCORE -> MeanShift.between(Moments.of(reference), Moments.of(current));
            case POPULATION_STABILITY_INDEX,
                    CHI_SQUARE,
                    CHI_SQUARE_AGAINST_REFERENCE,
                    JENSEN_SHANNON,
                    HELLINGER,
                    L_INFINITY,
                    KULLBACK_LEIBLER,
                    CRAMERS_V,
                    TOTAL_VARIATION ->
                throw new IllegalArgumentException("Invalid distance over values: " + distance.key());
        };
    }

    static Measured measured(KolmogorovSmirnov result) {
        return new Measured(
                Distance.KOLMOGOROV_SMIRNOV,
                result.distance(),
                result.errorBound(),
                result.pValue(),
                new SmirnovNoise(result.referenceRows(), result.currentRows()),
                result.referenceRows(),
                result.currentRows());
    }

    private record SmirnovNoise(long referenceRows, long currentRows) implements Noise {

        @Override
        public double quantile(double confidence) {
            return KolmogorovSmirnov.noiseQuantile(referenceRows, currentRows, confidence);
        }

        @Override
        public double tail(double value) {
            return KolmogorovSmirnov.asymptotic(value, (double) referenceRows, (double) currentRows);
        }
    }
}
