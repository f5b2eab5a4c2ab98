package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.paired.Spiegelhalter;
import dev.perennial.monitoring.performance.CostMatrix.Decided;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Every metric of a binary classifier on one set of rows; each is computed when asked for. Not thread-safe. */
final class BinaryEvaluator implements Evaluator {
    private final OutcomeOptions options;
    private final BinaryRows all;
    private final double[] scores;
    private final boolean[] labels;
    private final Blocks blocks;
    private final long unusable;
    private final Map<Decided, Long> decisions = new EnumMap<>(Decided.class);
    private @Nullable RankedScores ranked;
    private final Map<Metric, Supplier<Evaluation>> metrics = new EnumMap<>(Metric.class);

    BinaryEvaluator(BinaryRows rows, OutcomeOptions options) {
        this.options = options;
        this.all = rows;
        int[] usable = new int[rows.rows()];
        int n = 0;
        long bad = 0;
        for (int row = 0; row < rows.rows(); row++) {
            if (!rows.labelled(row)) {
                continue;
            }
            if (rows.usable(row)) {
                usable[n++] = row;
            } else {
                bad++;
            }
        }
        int[] kept = Arrays.copyOf(usable, n);
        this.unusable = bad;
        this.scores = Arrays.stream(kept).mapToDouble(rows::score).toArray();
        this.labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            labels[i] = rows.positive(kept[i]);
        }
        this.blocks = rows.blocks().select(kept);
        long[][] counts = new long[2][2];
        for (int i = 0; i < n; i++) {
            counts[labels[i] ? 1 : 0][called(i) ? 1 : 0]++;
        }
        decisions.put(Decided.TRUE_NEGATIVE, counts[0][0]);
        decisions.put(Decided.FALSE_POSITIVE, counts[0][1]);
        decisions.put(Decided.FALSE_NEGATIVE, counts[1][0]);
        decisions.put(Decided.TRUE_POSITIVE, counts[1][1]);
        declare();
    }

    private void declare() {
        metrics.put(
                Metric.LOG_LOSS,
                () -> Means.of(values(i -> Loss.LOG_LOSS.of(scores[i], labels[i])), blocks, 0, Double.MAX_VALUE));
        metrics.put(Metric.BRIER, () -> Means.of(values(i -> Loss.BRIER.of(scores[i], labels[i])), blocks, 0, 1));
        metrics.put(Metric.AUC, this::auc);
        metrics.put(Metric.AVERAGE_PRECISION, this::averagePrecision);
        metrics.put(
                Metric.ACCURACY,
                () -> share(i -> called(i) == labels[i], i -> true, "0 labelled rows, at least 1 is needed"));
        metrics.put(Metric.PRECISION, () -> share(i -> labels[i], this::called, "no row is called positive"));
        metrics.put(Metric.RECALL, () -> share(this::called, i -> labels[i], "no row is positive"));
        metrics.put(Metric.SPECIFICITY, () -> share(i -> !called(i), i -> !labels[i], "no row is negative"));
        metrics.put(Metric.FALSE_POSITIVE_RATE, () -> share(this::called, i -> !labels[i], "no row is negative"));
        metrics.put(Metric.F1, this::f1);
        options.costs()
                .ifPresent(costs -> metrics.put(
                        Metric.COST,
                        () -> Means.of(
                                values(i -> costs.of(decided(i))), blocks, -Double.MAX_VALUE, Double.MAX_VALUE)));
        metrics.put(Metric.CALIBRATION_SLOPE, this::slope);
        metrics.put(Metric.CALIBRATION_INTERCEPT, this::intercept);
        metrics.put(
                Metric.CALIBRATION_GAP, () -> Means.of(values(i -> scores[i] - (labels[i] ? 1 : 0)), blocks, -1, 1));
        metrics.put(Metric.BASE_RATE, () -> share(i -> labels[i], i -> true, "0 labelled rows, at least 1 is needed"));
        metrics.put(Metric.MEAN_SCORE, () -> overPredictions(all::score));
        metrics.put(Metric.SELECTION_RATE, this::selectionRate);
    }

    @Override
    public Evaluation evaluate(MetricName name) {
        Supplier<Evaluation> metric = metrics.get(name.metric());
        return metric == null ? Evaluator.notMeasured(name, Task.BINARY_CLASSIFICATION, scores.length) : metric.get();
    }

    @Override
    public List<MetricName> names() {
        return metrics.keySet().stream().map(MetricName::of).toList();
    }

    @Override
    public BinaryOutcomes report() {
        return new BinaryOutcomes(
                scores.length,
                unusable,
                positives(),
                blocks.count(),
                all.maturity(),
                options.threshold(),
                names().stream()
                        .map(name -> evaluate(name).as(name, options.level()))
                        .toList(),
                new ConfusionMatrix(
                        List.of("negative", "positive"),
                        List.of(
                                List.of(count(Decided.TRUE_NEGATIVE), count(Decided.FALSE_POSITIVE)),
                                List.of(count(Decided.FALSE_NEGATIVE), count(Decided.TRUE_POSITIVE)))),
                Spiegelhalter.of(ranked().scores(), ranked().labels()),
                CurvePoint.precisionRecall(ranked()),
                ReliabilityBin.of(ranked(), options.level()));
    }

    private long count(Decided decided) {
        return decisions.getOrDefault(decided, 0L);
    }

    private boolean called(int i) {
        return scores[i] >= options.threshold();
    }

    private Decided decided(int i) {
        return Decided.of(called(i), labels[i]);
    }

    private double[] values(IntToDoubleFunction value) {
        double[] values = new double[scores.length];
        Arrays.setAll(values, value);
        return values;
    }

    private Evaluation share(IntPredicate success, IntPredicate trial, String none) {
        return Means.share(scores.length, success, trial, blocks, none);
    }

    private Evaluation selectionRate() {
        int[] usable = usablePredictions();
        return Means.share(
                usable.length,
                i -> all.score(usable[i]) >= options.threshold(),
                i -> true,
                all.blocks().select(usable),
                "0 rows with a usable score, at least 1 is needed");
    }

    private Evaluation overPredictions(IntToDoubleFunction value) {
        int[] usable = usablePredictions();
        return Means.of(
                Arrays.stream(usable).mapToDouble(value).toArray(), all.blocks().select(usable), 0, 1);
    }

    private int[] usablePredictions() {
        return IntStream.range(0, all.rows()).filter(all::usable).toArray();
    }

    private Evaluation f1() {
        long hits = count(Decided.TRUE_POSITIVE);
        long misses = count(Decided.FALSE_POSITIVE) + count(Decided.FALSE_NEGATIVE);
        if (hits + misses == 0) {
            return Evaluation.unknown("no row is positive and none is called positive", scores.length);
        }
        // F1 is an increasing function of the share of hits among rows that are positive or called so
        return Means.share(
                        scores.length,
                        i -> decided(i) == Decided.TRUE_POSITIVE,
                        i -> decided(i) != Decided.TRUE_NEGATIVE,
                        blocks,
                        "no row is positive")
                .map(jaccard -> 2 * jaccard / (1 + jaccard));
    }

    private Evaluation auc() {
        long needed = 2;
        if (positives() < needed || scores.length - positives() < needed) {
            return bothClasses(needed);
        }
        return Areas.auc(ranked(), scores, labels, blocks);
    }

    private Evaluation averagePrecision() {
        if (positives() < 2 || scores.length == positives()) {
            return Evaluation.unknown(
                    positives() + " positive and " + (scores.length - positives())
                            + " negative rows, at least 2 and 1 are needed",
                    scores.length);
        }
        return Areas.averagePrecision(ranked(), scores, labels, blocks);
    }

    /* Sorted when first asked for: most metrics need no order. */
    private RankedScores ranked() {
        RankedScores known = ranked;
        if (known == null) {
            known = RankedScores.of(scores, labels);
            ranked = known;
        }
        return known;
    }

    private long positives() {
        return count(Decided.TRUE_POSITIVE) + count(Decided.FALSE_NEGATIVE);
    }

    private Evaluation bothClasses(long needed) {
        return Evaluation.unknown(
                positives() + " positive and " + (scores.length - positives()) + " negative rows, at least " + needed
                        + " of each are needed",
                scores.length);
    }

    private Evaluation intercept() {
        if (positives() < 2 || scores.length - positives() < 2) {
            return bothClasses(2);
        }
        CalibrationFit fit = CalibrationFit.shift(ranked());
        if (!fit.converged()) {
            return Evaluation.unknown("no shift of the log odds fits the labels", scores.length);
        }
        double information = 0;
        RankedScores of = ranked();
        for (int k = 0; k < of.size(); k++) {
            information += of.rowsAt(k) * fit.variance(of.threshold(k)) / scores.length;
        }
        return fitted(fit.intercept(), values(i -> (labels[i] ? 1 : 0) - fit.probability(scores[i])), information);
    }

    private Evaluation slope() {
        if (positives() < 2 || scores.length - positives() < 2) {
            return bothClasses(2);
        }
        if (ranked().size() < 2) {
            return Evaluation.unknown("every score is " + scores[0], scores.length);
        }
        CalibrationFit fit = CalibrationFit.line(ranked());
        if (!fit.converged()) {
            return Evaluation.unknown("a threshold separates the classes, so no slope is steepest", scores.length);
        }
        double total = 0;
        double first = 0;
        double second = 0;
        RankedScores of = ranked();
        for (int k = 0; k < of.size(); k++) {
            double weight = of.rowsAt(k) * fit.variance(of.threshold(k));
            double x = CalibrationFit.logit(of.threshold(k));
            total += weight;
            first += weight * x;
            second += weight * x * x;
        }
        double centre = first / total;
        double information = (second - centre * first) / scores.length;
        return fitted(
                fit.slope(),
                values(i -> (CalibrationFit.logit(scores[i]) - centre)
                        * ((labels[i] ? 1 : 0) - fit.probability(scores[i]))),
                information);
    }

    private Evaluation fitted(double value, double[] influence, double information) {
        for (int i = 0; i < influence.length; i++) {
            influence[i] /= information;
        }
        Influence of = Influence.of(influence, blocks);
        if (of.blocks() < 2 || !Double.isFinite(of.standardError())) {
            return Evaluation.unknown(of.blocks() + " blocks, at least 2 are needed", scores.length);
        }
        return Evaluation.known(
                value,
                blocks.independent()
                        ? Spreads.normal(value, of.standardError(), -Double.MAX_VALUE, Double.MAX_VALUE)
                        : Spreads.student(
                                value, of.standardError(), of.degreesOfFreedom(), -Double.MAX_VALUE, Double.MAX_VALUE),
                scores.length);
    }
}
