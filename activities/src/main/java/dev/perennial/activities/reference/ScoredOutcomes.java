package dev.perennial.activities.reference;

import dev.perennial.activities.data.TrainingRows;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.performance.RowLosses;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Labelled rows with the answers of one model that says a value, or the probability of each of several classes, and the day
 * of each row. Arrays are not copied: whoever reads them leaves them as they are.
 */
public final class ScoredOutcomes {
    private final Outputs outputs;
    private final double[] answers;
    private final double[] labels;
    private final String[] blocks;

    /**
     * Takes answers of {@code outputs}, those of a row side by side.
     *
     * @param labels the values, or the places of the classes; NaN while there is none
     */
    public ScoredOutcomes(Outputs outputs, double[] answers, double[] labels, String[] blocks) {
        if (outputs instanceof Outputs.Probability
                || answers.length != labels.length * outputs.count()
                || labels.length != blocks.length) {
            throw new IllegalArgumentException("Invalid outcomes of " + outputs + ": " + answers.length + " answers, "
                    + labels.length + " labels, " + blocks.length + " blocks");
        }
        this.outputs = outputs;
        this.answers = answers;
        this.labels = labels;
        this.blocks = blocks;
    }

    /** The rows answered by the model; a class that it does not know has probability 0. */
    public static ScoredOutcomes of(CompiledModel model, TrainingRows rows) {
        return new ScoredOutcomes(
                rows.outputs(),
                placed(model.scoreAll(rows.features()), model.outputs(), rows.outputs()),
                rows.labels(),
                DayBlocks.of(rows.eventTimes()));
    }

    /** Answers in the order of other classes than the model's. */
    public static double[] placed(double[] answers, Outputs from, Outputs to) {
        if (from.equals(to)) {
            return answers;
        }
        List<String> known = labels(from);
        List<String> wanted = labels(to);
        double[] placed = new double[answers.length / known.size() * wanted.size()];
        for (int at = 0; at < placed.length; at++) {
            int place = known.indexOf(wanted.get(at % wanted.size()));
            placed[at] = place < 0 ? 0 : answers[at / wanted.size() * known.size() + place];
        }
        return placed;
    }

    private static List<String> labels(Outputs outputs) {
        return classes(outputs).labels();
    }

    private static Outputs.ClassProbabilities classes(Outputs outputs) {
        if (outputs instanceof Outputs.ClassProbabilities classes) {
            return classes;
        }
        throw new IllegalArgumentException("Invalid model: it answers with " + outputs + ", expected classes");
    }

    /** The same rows, all of them given one answer. */
    public ScoredOutcomes all(double[] answer) {
        double[] same = new double[answers.length];
        Arrays.setAll(same, at -> answer[at % answer.length]);
        return new ScoredOutcomes(outputs, same, labels, blocks);
    }

    /** The mean of the labels, or the share of each class among them: what says the most without looking at a row. */
    public static double[] noSkill(TrainingRows rows) {
        if (!(rows.outputs() instanceof Outputs.ClassProbabilities classes)) {
            return new double[] {DoubleStream.of(rows.labels()).average().orElse(0)};
        }
        double[] shares = new double[classes.count()];
        for (double label : rows.labels()) {
            shares[(int) label] += 1.0 / rows.size();
        }
        return shares;
    }

    /** What the loss of {@link #losses} is called. */
    public static String loss(Outputs outputs) {
        return outputs instanceof Outputs.Value ? "squared error" : "log loss";
    }

    /** The figure among {@link #metrics} by which candidates are ranked; less is better. */
    public static String primary(Outputs outputs) {
        return (outputs instanceof Outputs.Value ? Metric.RMSE : Metric.LOG_LOSS).label();
    }

    /** The task's loss of every row. */
    public double[] losses() {
        Metric metric = outputs instanceof Outputs.Value ? Metric.RMSE : Metric.LOG_LOSS;
        RowLosses losses = RowLosses.of(rows(), metric, OutcomeOptions.defaults());
        double[] all = new double[labels.length];
        Arrays.setAll(all, losses::loss);
        return all;
    }

    /** The UTC day of each row. */
    public String[] blocks() {
        return blocks;
    }

    /** The mean squared distance of the labels from their mean; of no meaning for classes. */
    public double labelVariance() {
        double mean = DoubleStream.of(labels).average().orElse(0);
        return DoubleStream.of(labels)
                .map(label -> (label - mean) * (label - mean))
                .average()
                .orElse(0);
    }

    /** The bins of the answers, as the column of the score. */
    TableBins answerBins() {
        return outputs instanceof Outputs.Value
                ? TableBins.builder().score(answers).build()
                : TableBins.builder().category(TableProfile.SCORE, words()).build();
    }

    /** The answers counted over bins. */
    TableProfile answerProfile(TableBins bins) {
        TableProfile.Builder profile = TableProfile.builder(bins);
        return (outputs instanceof Outputs.Value
                        ? profile.score(answers)
                        : profile.category(TableProfile.SCORE, words()))
                .build();
    }

    /** The place of the most probable class of each row, of equals the first; of no meaning for a regression. */
    public int[] decided() {
        return outputs instanceof Outputs.ClassProbabilities classes
                ? IntStream.range(0, labels.length)
                        .map(row -> classes.mostProbable(answers, row))
                        .toArray()
                : new int[labels.length];
    }

    /** The most probable class of each row in words. */
    public String[] words() {
        List<String> classes = labels(outputs);
        return IntStream.of(decided()).mapToObj(classes::get).toArray(String[]::new);
    }

    /** What the answers are. */
    public Outputs outputs() {
        return outputs;
    }

    /** The answers, those of a row side by side. */
    public double[] answers() {
        return answers;
    }

    /** The values, or the places of the classes; NaN while there is none. */
    public double[] labels() {
        return labels;
    }

    /** The rows of these indexes. */
    public ScoredOutcomes select(int[] rows) {
        int width = outputs.count();
        return new ScoredOutcomes(
                outputs,
                IntStream.range(0, rows.length * width)
                        .mapToDouble(at -> answers[rows[at / width] * width + at % width])
                        .toArray(),
                IntStream.of(rows).mapToDouble(row -> labels[row]).toArray(),
                IntStream.of(rows).mapToObj(row -> blocks[row]).toArray(String[]::new));
    }

    /** What the model achieved where some labels are still to come. */
    public OutcomeReport report(LabelMaturity maturity) {
        LabelledRows measured = rows();
        return Outcomes.measure(
                measured instanceof MulticlassRows classes
                        ? classes.withMaturity(maturity)
                        : ((RegressionRows) measured).withMaturity(maturity),
                OutcomeOptions.defaults());
    }

    /** The same rows as outcomes are measured on. */
    public LabelledRows rows() {
        if (!(outputs instanceof Outputs.ClassProbabilities classes)) {
            return RegressionRows.of(answers, labels).inBlocks(blocks);
        }
        double[][] probabilities = new double[labels.length][];
        int[] codes = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            probabilities[row] = Arrays.copyOfRange(answers, row * classes.count(), (row + 1) * classes.count());
            codes[row] = Double.isNaN(labels[row]) ? MulticlassRows.NONE : (int) labels[row];
        }
        return MulticlassRows.ofProbabilities(classes.labels(), probabilities, codes)
                .inBlocks(blocks);
    }

    /** What the model achieved; every row has its label. */
    public OutcomeReport report() {
        return Outcomes.measure(rows(), OutcomeOptions.defaults());
    }

    /** The figures by the names that declarations use; what is not evaluable is absent. */
    public SortedMap<String, Double> metrics() {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("rows", (double) labels.length);
        report().metrics()
                .forEach(metric -> metric.estimate()
                        .point()
                        .ifPresent(value -> metrics.put(metric.name().toString(), value)));
        return metrics;
    }
}
