package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.evidently.EvidentlyTask.Labels;
import dev.perennial.monitoring.compat.evidently.EvidentlyTask.Probability;
import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Evidently's ClassificationPreset: quality over all rows with a truth and a prediction, then by class. A metric whose
 * denominator is zero is 0, as in scikit-learn; with more than two classes precision, recall and F1 are unweighted means.
 */
public final class ClassificationPreset {
    private static final double THRESHOLD = 0.5;
    private static final double CLIP = Math.ulp(1.0);

    private ClassificationPreset() {}

    /** The metrics of a table whose task names its columns. */
    static EvidentlyPreset of(ColumnTable table, EvidentlyTask task) {
        if (task instanceof Labels labels) {
            return ofLabels(table, labels);
        }
        if (task instanceof Probability probability) {
            return ofProbability(table, probability);
        }
        throw new IllegalArgumentException("Invalid task: it has no classes");
    }

    /** The metrics of predicted labels. */
    public static EvidentlyPreset ofLabels(ColumnTable table, Labels task) {
        CategoryColumn target = categories(table, task.target());
        CategoryColumn prediction = categories(table, task.prediction());
        List<String> truths = new ArrayList<>();
        List<String> guesses = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            if (!target.missing(row) && !prediction.missing(row)) {
                truths.add(target.dictionary().get(target.codes()[row]));
                guesses.add(prediction.dictionary().get(prediction.codes()[row]));
            }
        }
        ClassCounts counts = ClassCounts.of(truths, guesses);
        List<EvidentlyMetric> metrics = new ArrayList<>(quality(counts, task.positive()));
        if (counts.labels().size() == 2) {
            metrics.addAll(rates(counts, task.positive()));
        }
        metrics.addAll(byLabel(counts));
        return new EvidentlyPreset("ClassificationPreset", metrics);
    }

    /** The metrics of a predicted probability. */
    public static EvidentlyPreset ofProbability(ColumnTable table, Probability task) {
        CategoryColumn target = categories(table, task.target());
        double[] probabilities = numbers(table, task.probability());
        String negative = target.dictionary().stream()
                .filter(label -> !label.equals(task.positive()))
                .findFirst()
                .orElse("not " + task.positive());
        List<String> truths = new ArrayList<>();
        List<String> guesses = new ArrayList<>();
        double[] scores = new double[table.rows()];
        for (int row = 0; row < table.rows(); row++) {
            if (!target.missing(row) && Double.isFinite(probabilities[row])) {
                scores[truths.size()] = probabilities[row];
                truths.add(target.dictionary().get(target.codes()[row]));
                guesses.add(probabilities[row] >= THRESHOLD ? task.positive() : negative);
            }
        }
        scores = Arrays.copyOf(scores, truths.size());
        boolean[] positive = new boolean[truths.size()];
        for (int row = 0; row < positive.length; row++) {
            positive[row] = truths.get(row).equals(task.positive());
        }
        ClassCounts counts = ClassCounts.of(truths, guesses);
        double area = area(positive, scores);
        List<EvidentlyMetric> metrics = new ArrayList<>(quality(counts, task.positive()));
        metrics.add(metric("RocAuc", ",roc_curve=True,pr_table=False", area));
        metrics.add(metric("LogLoss", ",pr_table=False", logLoss(positive, scores)));
        metrics.addAll(rates(counts, task.positive()));
        metrics.addAll(byLabel(counts));
        metrics.add(new EvidentlyMetric(
                "RocAucByLabel(classification_name=default)",
                Double.isNaN(area)
                        ? EvidentlyValue.of(area)
                        : new EvidentlyValue.ByLabel(Map.of(task.positive(), area, negative, area))));
        return new EvidentlyPreset("ClassificationPreset", metrics);
    }

    private static List<EvidentlyMetric> quality(ClassCounts counts, String positive) {
        String table = ",conf_matrix=True,pr_curve=False,pr_table=False";
        return List.of(
                metric("Accuracy", "", counts.accuracy()),
                metric("Precision", table, average(counts, positive, counts::precision)),
                metric("Recall", table, average(counts, positive, counts::recall)),
                metric("F1Score", ",conf_matrix=True", average(counts, positive, counts::f1)));
    }

    private static List<EvidentlyMetric> rates(ClassCounts counts, String positive) {
        double truePositives = counts.hits(positive);
        double falseNegatives = counts.truths(positive) - truePositives;
        double falsePositives = counts.guesses(positive) - truePositives;
        double trueNegatives = counts.rows() - truePositives - falseNegatives - falsePositives;
        double truths = truePositives + falseNegatives;
        double others = trueNegatives + falsePositives;
        return List.of(
                metric("TPR", ",pr_table=False", truePositives / truths),
                metric("TNR", ",pr_table=False", trueNegatives / others),
                metric("FPR", ",pr_table=False", falsePositives / others),
                metric("FNR", ",pr_table=False", falseNegatives / truths));
    }

    private static List<EvidentlyMetric> byLabel(ClassCounts counts) {
        return List.of(
                byLabel("F1ByLabel", counts, counts::f1),
                byLabel("PrecisionByLabel", counts, counts::precision),
                byLabel("RecallByLabel", counts, counts::recall));
    }

    private static EvidentlyMetric byLabel(String name, ClassCounts counts, ToDoubleFunction<String> value) {
        Map<String, Double> values = new TreeMap<>();
        counts.labels().forEach(label -> values.put(label, value.applyAsDouble(label)));
        return new EvidentlyMetric(name + "(classification_name=default)", new EvidentlyValue.ByLabel(values));
    }

    private static EvidentlyMetric metric(String name, String options, double value) {
        return new EvidentlyMetric(name + "(classification_name=default" + options + ")", EvidentlyValue.of(value));
    }

    private static double average(ClassCounts counts, String positive, ToDoubleFunction<String> value) {
        return counts.labels().size() == 2
                ? value.applyAsDouble(positive)
                : counts.labels().stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /* Ties count one half; NaN where one class is absent. */
    private static double area(boolean[] positive, double[] scores) {
        double[] with = IntStream.range(0, scores.length)
                .filter(row -> positive[row])
                .mapToDouble(row -> scores[row])
                .toArray();
        double[] without = IntStream.range(0, scores.length)
                .filter(row -> !positive[row])
                .mapToDouble(row -> scores[row])
                .toArray();
        if (with.length == 0 || without.length == 0) {
            return Double.NaN;
        }
        double ranks = Arrays.stream(TwoSamples.of(with, without).midranks(), 0, with.length)
                .sum();
        return (ranks - with.length * (with.length + 1.0) / 2) / ((double) with.length * without.length);
    }

    private static double logLoss(boolean[] positive, double[] scores) {
        double sum = 0;
        for (int row = 0; row < scores.length; row++) {
            double p = positive[row] ? scores[row] : 1 - scores[row];
            sum -= Math.log(Math.max(CLIP, Math.min(1 - CLIP, p)));
        }
        return sum / scores.length;
    }

    private static CategoryColumn categories(ColumnTable table, String name) {
        return table.column(name)
                .filter(CategoryColumn.class::isInstance)
                .map(CategoryColumn.class::cast)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid task: the table has no column of categories named " + name));
    }

    static double[] numbers(ColumnTable table, String name) {
        Column column = table.column(name)
                .filter(NumberColumn.class::isInstance)
                .orElseThrow(() ->
                        new IllegalArgumentException("Invalid task: the table has no column of numbers named " + name));
        return ((NumberColumn) column).values();
    }
}
