package dev.perennial.activities.training;

import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.GoldenSample;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.Output;

/**
 * The rows on which a compiled model has to agree with the trained one: a seeded sample of the training rows, and for
 * each of the first of them variants that training may not have seen, with a value missing or a level unknown.
 */
final class GoldenRows {

    private static final int SAMPLED = 2000;
    private static final int STRESSED = 40;
    private static final String UNKNOWN_LEVEL = "\u0000unknown";

    private GoldenRows() {}

    static <T extends Output<T>> GoldenSample scored(
            FeatureTable training, long seed, Fitting<T> fitting, Model<T> model) {
        FeatureTable candidates = candidates(training, seed);
        FeatureTable rows = candidates.select(TribuoRows.scorable(candidates, fitting, model));
        return new GoldenSample(rows, fitting.task().outputs(), TribuoRows.scores(rows, fitting, model));
    }

    /**
     * The largest difference of the model's scores from the sample's.
     *
     * @throws ScoringMismatchException if arithmetic alone does not explain it
     */
    static double agreement(CompiledModel model, GoldenSample sample) {
        double difference = sample.verify(model);
        if (!(difference <= model.scoreTolerance())) {
            throw new ScoringMismatchException(
                    model.algorithm(),
                    difference,
                    model.scoreTolerance(),
                    sample.rows().rows());
        }
        return difference;
    }

    private static FeatureTable candidates(FeatureTable training, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] selection = new int[Math.min(SAMPLED, STRESSED + training.rows())];
        for (int index = 0; index < selection.length; index++) {
            selection[index] = random.nextInt(training.rows());
        }
        FeatureTable sample = training.select(selection);
        Object[] columns = new Object[sample.schema().size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = sample.schema().holdsNumbers(column)
                    ? stressed(sample.numbers(column).clone(), column, columns.length)
                    : stressed(sample.categories(column).clone(), column, columns.length);
        }
        return FeatureTable.of(sample.schema(), columns);
    }

    private static double[] stressed(double[] values, int column, int columns) {
        for (int row = 0; row < STRESSED; row++) {
            if (isStressed(row, column, columns)) {
                values[row] = Double.NaN;
            }
        }
        return values;
    }

    private static @Nullable String[] stressed(@Nullable String[] values, int column, int columns) {
        for (int row = 0; row < STRESSED; row++) {
            if (isStressed(row, column, columns)) {
                values[row] = row / columns % 2 == 0 ? null : UNKNOWN_LEVEL;
            }
        }
        return values;
    }

    /* Row by row another column; the first row loses everything. */
    private static boolean isStressed(int row, int column, int columns) {
        return row == 0 || row % columns == column;
    }
}
