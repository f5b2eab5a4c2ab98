package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;

/**
 * Mean and standard deviation (population form) of the values of a column that are present. The scale is the standard
 * deviation, or 1 where that is 0: values all alike, one value, none.
 */
record Standardisation(double mean, double spread, int missing) {

    static final Standardisation NONE = new Standardisation(0, 0, 0);

    double scale() {
        return spread > 0 ? spread : 1;
    }

    static Standardisation of(FeatureTable table, int column) {
        return of(
                table.numbers(column),
                "the values of feature " + table.schema().feature(column).name());
    }

    /* Welford's recurrence: one pass, no cancellation of large sums of squares. */
    static Standardisation of(double[] values, String what) {
        double mean = 0;
        double squares = 0;
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                present++;
                double fromMean = value - mean;
                mean += fromMean / present;
                squares += fromMean * (value - mean);
            }
        }
        double spread = present == 0 ? 0 : Math.sqrt(squares / present);
        if (!Double.isFinite(mean) || !Double.isFinite(spread)) {
            throw new UntrainableDataException(
                    "Cannot train linear: " + what + " are too large to have a standard deviation");
        }
        return new Standardisation(mean, spread, values.length - present);
    }
}
