package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.paired.Spiegelhalter;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The metrics of a binary classifier from {@link OutcomeCounts}, without its rows.
 *
 * <p>What rests on decisions (accuracy to cost), log loss, Brier score, calibration gap and Spiegelhalter's test are as
 * exact as from rows. Areas lack the order within a bin: their value is the middle of what the rows may give, {@code
 * error} is the distance to either end, and intervals are widened by it. Slope and intercept need rows.
 *
 * <p>With several blocks, standard errors come from leaving out one block at a time (B. Efron, C. Stein, "The jackknife
 * estimate of variance", Annals of Statistics 9 (1981)), so that they hold under dependence within blocks.
 */
public final class CountedOutcomes {
    private final OutcomeCounts all;
    private final List<OutcomeCounts> blocks;
    private final OutcomeOptions options;

    private CountedOutcomes(OutcomeCounts all, List<OutcomeCounts> blocks, OutcomeOptions options) {
        if (options.threshold() != all.bins().threshold()) {
            throw new IllegalArgumentException("Invalid decision threshold: " + options.threshold()
                    + ", the outcomes are counted at " + all.bins().threshold());
        }
        this.all = all;
        this.blocks = blocks;
        this.options = options;
    }

    /** Measures independent rows. */
    public static BinaryOutcomes measure(OutcomeCounts counts, OutcomeOptions options) {
        return new CountedOutcomes(counts, List.of(), options).report();
    }

    /** Measures rows that share their circumstances within a block; one set of counts a block, at least one. */
    public static BinaryOutcomes measure(Collection<OutcomeCounts> blocks, OutcomeOptions options) {
        return blocked(blocks, options).report();
    }

    /** One metric of independent rows, with intervals at any level. */
    public static Evaluation evaluate(OutcomeCounts counts, MetricName metric, OutcomeOptions options) {
        return new CountedOutcomes(counts, List.of(), options).evaluate(metric);
    }

    /** One metric of rows in blocks, with intervals at any level. */
    public static Evaluation evaluate(Collection<OutcomeCounts> blocks, MetricName metric, OutcomeOptions options) {
        return blocked(blocks, options).evaluate(metric);
    }

    private static CountedOutcomes blocked(Collection<OutcomeCounts> blocks, OutcomeOptions options) {
        OutcomeCounts all = blocks.stream()
                .reduce(OutcomeCounts::merge)
                .orElseThrow(() -> new IllegalArgumentException("Invalid blocks: there is none"));
        return new CountedOutcomes(
                all, blocks.stream().filter(block -> block.rows() > 0).toList(), options);
    }

    private Evaluation evaluate(MetricName name) {
        Function<BinnedOutcomes, Evaluation> metric = metrics().get(name.metric());
        if (metric == null) {
            return name.metric() == Metric.CALIBRATION_SLOPE || name.metric() == Metric.CALIBRATION_INTERCEPT
                    ? Evaluation.unknown("it is measured from rows, not from counts", all.rows())
                    : Evaluator.notMeasured(name, Task.BINARY_CLASSIFICATION, all.rows());
        }
        Evaluation whole = metric.apply(new BinnedOutcomes(all));
        if (blocks.isEmpty() || !(whole instanceof Evaluation.Known known)) {
            return whole;
        }
        return jackknife(name.metric(), known, metric);
    }

    private Map<Metric, Function<BinnedOutcomes, Evaluation>> metrics() {
        Map<Metric, Function<BinnedOutcomes, Evaluation>> metrics = new EnumMap<>(Metric.class);
        metrics.put(Metric.LOG_LOSS, BinnedOutcomes::logLoss);
        metrics.put(Metric.BRIER, BinnedOutcomes::brier);
        metrics.put(Metric.AUC, BinnedOutcomes::auc);
        metrics.put(Metric.AVERAGE_PRECISION, BinnedOutcomes::averagePrecision);
        metrics.put(Metric.ACCURACY, BinnedOutcomes::accuracy);
        metrics.put(Metric.PRECISION, BinnedOutcomes::precision);
        metrics.put(Metric.RECALL, BinnedOutcomes::recall);
        metrics.put(Metric.SPECIFICITY, BinnedOutcomes::specificity);
        metrics.put(Metric.FALSE_POSITIVE_RATE, BinnedOutcomes::falsePositiveRate);
        metrics.put(Metric.F1, BinnedOutcomes::f1);
        options.costs().ifPresent(costs -> metrics.put(Metric.COST, binned -> binned.cost(costs)));
        metrics.put(Metric.CALIBRATION_GAP, BinnedOutcomes::gap);
        metrics.put(Metric.BASE_RATE, BinnedOutcomes::baseRate);
        metrics.put(Metric.MEAN_SCORE, BinnedOutcomes::meanScore);
        metrics.put(Metric.SELECTION_RATE, BinnedOutcomes::selectionRate);
        return metrics;
    }

    private Evaluation jackknife(Metric name, Evaluation.Known whole, Function<BinnedOutcomes, Evaluation> metric) {
        int groups = blocks.size();
        if (groups < 2) {
            return Evaluation.unknown(groups + " blocks, at least 2 are needed", whole.rows());
        }
        double[] values = new double[groups];
        double mean = 0;
        for (int left = 0; left < groups; left++) {
            Evaluation without = metric.apply(new BinnedOutcomes(without(left)));
            if (!(without instanceof Evaluation.Known known)) {
                return Evaluation.unknown(
                        "without one of the " + groups + " blocks: " + ((Evaluation.Unknown) without).reason(),
                        whole.rows());
            }
            values[left] = known.value();
            mean += known.value() / groups;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = Math.sqrt((groups - 1.0) / groups * squares);
        return whole.spreading(spread(name, whole, error, groups));
    }

    private OutcomeCounts without(int left) {
        OutcomeCounts sum = OutcomeCounts.empty(all.bins());
        for (int block = 0; block < blocks.size(); block++) {
            sum = block == left ? sum : sum.merge(blocks.get(block));
        }
        return sum;
    }

    private static Spread spread(Metric metric, Evaluation.Known whole, double error, int groups) {
        double value = whole.value();
        boolean atTheEnd = value <= 0 || value >= 1;
        Spread spread = switch (metric) {
            case ACCURACY, PRECISION, RECALL, SPECIFICITY, FALSE_POSITIVE_RATE, BASE_RATE, SELECTION_RATE ->
                Spreads.unit(value, error, groups - 1.0, atTheEnd ? groups : (double) whole.rows());
            case F1, AUC, AVERAGE_PRECISION ->
                Spreads.unit(value, error, groups - 1.0, atTheEnd ? groups : Double.MAX_VALUE);
            default -> Spreads.student(value, error, groups - 1.0, metric.least(), metric.most());
        };
        return Spreads.widened(spread, whole.error());
    }

    private BinaryOutcomes report() {
        BinnedOutcomes binned = new BinnedOutcomes(all);
        return new BinaryOutcomes(
                all.rows(),
                all.unusable(),
                OutcomeCounts.total(all.positives()),
                blocks.isEmpty() ? all.rows() : blocks.size(),
                all.maturity(),
                options.threshold(),
                metricsOfReport(),
                binned.confusion(),
                calibrationTest(),
                CurvePoint.precisionRecall(binned.ranked()),
                List.of());
    }

    private List<MetricValue> metricsOfReport() {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.tasks().contains(Task.BINARY_CLASSIFICATION))
                .filter(metric -> metric != Metric.COST || options.costs().isPresent())
                .map(MetricName::of)
                .map(name -> evaluate(name).as(name, options.level()))
                .toList();
    }

    private Spiegelhalter calibrationTest() {
        double variance = all.promisedVariance().total();
        if (!(variance > 0)) {
            return new Spiegelhalter.NotEvaluable("the scores leave the Brier score no variance");
        }
        double z = all.promised().total() / Math.sqrt(variance);
        return new Spiegelhalter.Measured(z, Math.min(1, 2 * Gaussian.upperTail(Math.abs(z))));
    }
}
