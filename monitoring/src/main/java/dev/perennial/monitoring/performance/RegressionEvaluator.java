package dev.perennial.monitoring.performance;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Every metric of a regression on one set of rows; computed when asked for. Not thread-safe. */
final class RegressionEvaluator implements Evaluator {
    private final OutcomeOptions options;
    private final RegressionRows all;
    private final RegressionRows rows;
    private final long unusable;
    private final int n;
    private final Map<Metric, Supplier<Evaluation>> metrics = new EnumMap<>(Metric.class);

    RegressionEvaluator(RegressionRows all, OutcomeOptions options) {
        this.options = options;
        this.all = all;
        int[] kept = IntStream.range(0, all.rows()).filter(all::usable).toArray();
        this.rows = all.select(kept);
        this.n = kept.length;
        this.unusable = IntStream.range(0, all.rows()).filter(all::labelled).count() - n;
        metrics.put(Metric.MAE, () -> mean(i -> Math.abs(error(i)), 0));
        metrics.put(Metric.RMSE, () -> mean(i -> error(i) * error(i), 0).map(Math::sqrt));
        metrics.put(Metric.MAPE, this::relativeError);
        metrics.put(Metric.BIAS, () -> mean(this::error, -Double.MAX_VALUE));
        metrics.put(Metric.R2, this::explained);
    }

    @Override
    public Evaluation evaluate(MetricName name) {
        Supplier<Evaluation> metric = metrics.get(name.metric());
        return metric == null ? Evaluator.notMeasured(name, Task.REGRESSION, n) : metric.get();
    }

    @Override
    public List<MetricName> names() {
        return metrics.keySet().stream().map(MetricName::of).toList();
    }

    @Override
    public RegressionOutcomes report() {
        return new RegressionOutcomes(
                n,
                unusable,
                rows.blocks().count(),
                all.maturity(),
                names().stream()
                        .map(name -> evaluate(name).as(name, options.level()))
                        .toList());
    }

    private double error(int i) {
        return rows.prediction(i) - rows.label(i);
    }

    private Evaluation mean(IntToDoubleFunction value, double least) {
        double[] values = new double[n];
        Arrays.setAll(values, value);
        return Means.of(values, rows.blocks(), least, Double.MAX_VALUE);
    }

    /* A label of zero has no relative error: such rows are left out and counted, not blown up to 1e15. */
    private Evaluation relativeError() {
        int[] kept = IntStream.range(0, n).filter(i -> rows.label(i) != 0).toArray();
        if (n > 0 && kept.length == 0) {
            return Evaluation.unknown("every label is zero", n);
        }
        double[] values = Arrays.stream(kept)
                .mapToDouble(i -> Math.abs(error(i) / rows.label(i)))
                .toArray();
        Evaluation mean = Means.of(values, rows.blocks().select(kept), 0, Double.MAX_VALUE);
        return kept.length == n ? mean : mean.noting(n - kept.length + " rows are left out: their label is zero");
    }

    private Evaluation explained() {
        if (n < 2) {
            return Evaluation.unknown(n + " rows, at least 2 are needed", n);
        }
        double[] labels = IntStream.range(0, n).mapToDouble(rows::label).toArray();
        if (Arrays.stream(labels).allMatch(label -> label == labels[0])) {
            return Evaluation.unknown("every label is " + labels[0] + ": there is no variance to explain", n);
        }
        double centre = ExactSum.mean(labels);
        double[] deviations = new double[n];
        double[] errors = new double[n];
        for (int i = 0; i < n; i++) {
            deviations[i] = (labels[i] - centre) * (labels[i] - centre);
            errors[i] = error(i) * error(i);
        }
        double variance = ExactSum.mean(deviations);
        double squaredError = ExactSum.mean(errors);
        double value = 1 - squaredError / variance;
        if (!(variance > 0) || !Double.isFinite(value)) {
            return Evaluation.unknown("the labels have no variance that can be computed with", n);
        }
        double[] influence = new double[n];
        for (int i = 0; i < n; i++) {
            influence[i] = -(errors[i] - squaredError) / variance
                    + squaredError / variance * (deviations[i] - variance) / variance;
        }
        Influence of = Influence.of(influence, rows.blocks());
        if (of.blocks() < 2) {
            return Evaluation.unknown(of.blocks() + " blocks, at least 2 are needed", n);
        }
        return Evaluation.known(
                value, Spreads.student(value, of.standardError(), of.degreesOfFreedom(), -Double.MAX_VALUE, 1), n);
    }
}
