package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.DeLong;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.paired.Loss;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a binary classifier achieved on labelled rows: every metric with a two-sided 95 % interval, or the reason why it
 * cannot be said.
 *
 * <p>Scores are probabilities of the positive class. A row whose score is not a number in [0, 1] is counted in {@code
 * unusable} and left out. Where rows come with blocks (such as days), the intervals of all means are robust to dependence
 * within a block; a single block shows no dependence, and its intervals are those of independent rows. The area under the
 * curve has DeLong's interval, and accuracy without blocks Wilson's.
 *
 * @param rows labelled rows with a usable score
 * @param unusable labelled rows without a usable score
 * @param positives positive rows among {@code rows}
 * @param blocks the number of blocks, or of rows when every row is independent
 * @param labels how many predictions have their label
 * @param auc area under the ROC curve, in [0, 1], higher is better, ties count half; needs two rows of each class
 * @param logLoss mean log loss in nats, lower is better; probabilities are clipped as {@link Loss#LOG_LOSS} says
 * @param brier mean squared error of the probability, in [0, 1], lower is better
 * @param accuracy share of rows classified rightly when a score of one half or more means positive
 * @param baseRate share of positive rows
 * @param meanScore mean probability
 * @param calibrationGap mean probability minus base rate; positive means that the model promises too much
 * @param further other metrics that objectives name; absent where none does
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BinaryPerformance(
        long rows,
        long unusable,
        long positives,
        long blocks,
        LabelMaturity labels,
        Estimate auc,
        Estimate logLoss,
        Estimate brier,
        Estimate accuracy,
        Estimate baseRate,
        Estimate meanScore,
        Estimate calibrationGap,
        Optional<List<MetricValue>> further) {

    /** The confidence of every interval. */
    public static final double LEVEL = 0.95;

    private static final double THRESHOLD = 0.5;
    private static final Set<Metric> HERE = Set.of(Metric.LOG_LOSS, Metric.BRIER, Metric.AUC, Metric.ACCURACY);

    /** Checks the counts. */
    public BinaryPerformance {
        Require.notNegative(unusable, "count of unusable rows");
        Require.notNegative(positives, "count of positive rows");
        further = further.map(List::copyOf);
        if (positives > rows || blocks > rows) {
            throw new IllegalArgumentException(
                    "Invalid performance: " + positives + " positives, " + blocks + " blocks, " + rows + " rows");
        }
    }

    /** Measures independent rows that all have their label. */
    public static BinaryPerformance measure(double[] scores, boolean[] labels) {
        return measure(scores, labels, LabelMaturity.complete(labels.length));
    }

    /** Measures independent rows. */
    public static BinaryPerformance measure(double[] scores, boolean[] labels, LabelMaturity maturity) {
        return of(UsableRows.of(scores, labels, new String[0]), maturity);
    }

    /** Measures rows that share their circumstances within a block; one block key a row. */
    public static BinaryPerformance measure(
            double[] scores, boolean[] labels, String[] blocks, LabelMaturity maturity) {
        Require.sameLength(labels.length, blocks.length, "block keys");
        return of(UsableRows.of(scores, labels, blocks), maturity);
    }

    private static BinaryPerformance of(UsableRows rows, LabelMaturity maturity) {
        double[] scores = rows.scores();
        boolean[] labels = rows.labels();
        int n = labels.length;
        int positives = 0;
        int right = 0;
        for (int row = 0; row < n; row++) {
            positives += labels[row] ? 1 : 0;
            right += scores[row] >= THRESHOLD == labels[row] ? 1 : 0;
        }
        return new BinaryPerformance(
                n,
                rows.unusable(),
                positives,
                rows.blockCount(),
                maturity,
                auc(scores, labels),
                rows.mean(row -> Loss.LOG_LOSS.of(scores[row], labels[row]), 0, Double.MAX_VALUE),
                rows.mean(row -> Loss.BRIER.of(scores[row], labels[row]), 0, 1),
                rows.share(right, row -> scores[row] >= THRESHOLD == labels[row] ? 1 : 0),
                rows.share(positives, row -> labels[row] ? 1 : 0),
                rows.mean(row -> scores[row], 0, 1),
                rows.mean(row -> scores[row] - (labels[row] ? 1 : 0), -1, 1),
                Optional.empty());
    }

    /** The value of a metric; one that is neither here nor among the {@link #further} ones is not evaluable. */
    public Estimate estimate(Metric metric) {
        return switch (metric) {
            case LOG_LOSS -> logLoss;
            case BRIER -> brier;
            case AUC -> auc;
            case ACCURACY -> accuracy;
            default ->
                further.orElseGet(List::of).stream()
                        .filter(value -> value.name().equals(MetricName.of(metric)))
                        .findFirst()
                        .map(MetricValue::estimate)
                        .orElseGet(() -> new Estimate.NotEvaluable(metric.label() + " is not measured"));
        };
    }

    /** With those of the metrics that are not here, as a report of the same rows has them. */
    public BinaryPerformance with(Collection<Metric> metrics, OutcomeReport all) {
        List<MetricValue> others = metrics.stream()
                .distinct()
                .filter(metric -> !HERE.contains(metric))
                .flatMap(metric -> all.metric(metric).stream())
                .toList();
        return others.isEmpty()
                ? this
                : new BinaryPerformance(
                        rows,
                        unusable,
                        positives,
                        blocks,
                        labels,
                        auc,
                        logLoss,
                        brier,
                        accuracy,
                        baseRate,
                        meanScore,
                        calibrationGap,
                        Optional.of(others));
    }

    private static Estimate auc(double[] scores, boolean[] labels) {
        DeLong area = DeLong.single(scores, labels);
        if (area instanceof DeLong.Compared single) {
            double half = Gaussian.twoSided(LEVEL) * single.firstStandardError();
            double value = single.firstAuc();
            return new Estimate.Measured(value, Math.max(0, value - half), Math.min(1, value + half), LEVEL);
        }
        return new Estimate.NotEvaluable(((DeLong.NotEvaluable) area).reason());
    }
}
