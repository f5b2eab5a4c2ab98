package dev.perennial.monitoring.performance;

import java.util.List;

/**
 * Measures what a model achieved: the one entry point for every task.
 *
 * <p>Intervals hold under dependence within blocks where the rows have them. Results do not depend on the order of rows.
 */
public final class Outcomes {

    private Outcomes() {}

    /** Every metric of the rows' task. */
    public static OutcomeReport measure(LabelledRows rows, OutcomeOptions options) {
        return evaluator(rows, options).report();
    }

    /** Every metric of a binary classifier. */
    public static BinaryOutcomes measure(BinaryRows rows, OutcomeOptions options) {
        return new BinaryEvaluator(rows, options).report();
    }

    /** Every metric of a classifier of several classes. */
    public static MulticlassOutcomes measure(MulticlassRows rows, OutcomeOptions options) {
        return new MulticlassEvaluator(rows, options).report();
    }

    /** Every metric of a regression. */
    public static RegressionOutcomes measure(RegressionRows rows, OutcomeOptions options) {
        return new RegressionEvaluator(rows, options).report();
    }

    /** Every metric of a ranking. */
    public static RankingOutcomes measure(RankingRows rows, OutcomeOptions options) {
        return new RankingEvaluator(rows, options).report();
    }

    /** One metric, with intervals at any level. */
    public static Evaluation evaluate(LabelledRows rows, MetricName metric, OutcomeOptions options) {
        return evaluator(rows, options).evaluate(metric);
    }

    /** Several metrics of the same rows, in the order asked for, with intervals at any level. */
    public static List<Evaluation> evaluate(LabelledRows rows, List<MetricName> metrics, OutcomeOptions options) {
        Evaluator evaluator = evaluator(rows, options);
        return metrics.stream().map(evaluator::evaluate).toList();
    }

    private static Evaluator evaluator(LabelledRows rows, OutcomeOptions options) {
        if (rows instanceof BinaryRows binary) {
            return new BinaryEvaluator(binary, options);
        }
        if (rows instanceof MulticlassRows multiclass) {
            return new MulticlassEvaluator(multiclass, options);
        }
        if (rows instanceof RegressionRows regression) {
            return new RegressionEvaluator(regression, options);
        }
        return new RankingEvaluator((RankingRows) rows, options);
    }
}
