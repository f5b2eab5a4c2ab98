package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.evidently.EvidentlyTask.Numbers;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evidently's RegressionPreset over all rows with a finite truth and prediction; errors are prediction less truth.
 *
 * <p>Reproduced as users see it: MAPE's mean is in per cent and its standard deviation is not; a truth within 2.2e-16 of zero
 * counts as an error of 100 %, and a <em>negative</em> truth is divided by 2.2e-16 in place of its size.
 */
public final class RegressionPreset {
    private static final double EPSILON = Math.ulp(1.0);

    private RegressionPreset() {}

    /** The metrics of predicted numbers. */
    public static EvidentlyPreset of(ColumnTable table, Numbers task) {
        double[] truths = ClassificationPreset.numbers(table, task.target());
        double[] guesses = ClassificationPreset.numbers(table, task.prediction());
        int[] rows = IntStream.range(0, table.rows())
                .filter(row -> Double.isFinite(truths[row]) && Double.isFinite(guesses[row]))
                .toArray();
        double[] truth = Arrays.stream(rows).mapToDouble(row -> truths[row]).toArray();
        double[] errors = Arrays.stream(rows)
                .mapToDouble(row -> guesses[row] - truths[row])
                .toArray();
        double[] sizes = Arrays.stream(errors).map(Math::abs).toArray();
        double[] shares = IntStream.range(0, rows.length)
                .mapToDouble(i -> Math.abs(truth[i]) > EPSILON ? sizes[i] / Math.max(truth[i], EPSILON) : 1)
                .toArray();
        double squares = Arrays.stream(errors).map(error -> error * error).sum();
        return new EvidentlyPreset(
                "RegressionPreset",
                List.of(
                        pair("MeanError", ",error_plot=True,error_distr=False,error_normality=False", errors, 1),
                        pair("MAPE", ",perc_error_plot=True,error_distr=False", shares, 100),
                        single(
                                "RMSE",
                                ",error_plot=False,error_distr=True,error_normality=False",
                                Math.sqrt(squares / rows.length)),
                        pair("MAE", ",error_plot=False,error_distr=True,error_normality=False", sizes, 1),
                        single("R2Score", ",error_distr=False,error_normality=False", determination(squares, truth)),
                        single(
                                "AbsMaxError",
                                ",error_distr=False,error_normality=False",
                                Arrays.stream(sizes).max().orElse(Double.NaN))));
    }

    /* As scikit-learn: a constant truth has 1 when met exactly, else 0; fewer than two rows have none. */
    private static double determination(double squares, double[] truth) {
        if (truth.length < 2) {
            return Double.NaN;
        }
        double total = MeanTests.squares(truth);
        if (total == 0) {
            return squares == 0 ? 1 : 0;
        }
        return 1 - squares / total;
    }

    private static EvidentlyMetric single(String name, String options, double value) {
        return new EvidentlyMetric(name + "(regression_name=default" + options + ")", EvidentlyValue.of(value));
    }

    private static EvidentlyMetric pair(String name, String options, double[] values, double scale) {
        double mean = scale * MeanTests.mean(values);
        double deviation = Math.sqrt(MeanTests.squares(values) / (values.length - 1));
        return new EvidentlyMetric(
                name + "(regression_name=default" + options + ")",
                Double.isFinite(mean) && Double.isFinite(deviation)
                        ? new EvidentlyValue.MeanAndDeviation(mean, deviation)
                        : EvidentlyValue.of(Double.isFinite(mean) ? deviation : mean));
    }
}
