package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Evaluation;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.Task;

/**
 * What a slice lacks before a metric of it is judged.
 *
 * @param reason what there is and what is needed; empty when nothing lacks
 * @param labels how many more labels that takes at the slice's own rate; zero when nothing lacks
 */
record Shortage(String reason, long labels) {
    private static final Shortage NONE = new Shortage("", 0);

    static Shortage of(Metric metric, LabelledRows rows, Evaluation evaluation, SlicePolicy policy) {
        long labelled = rows.maturity().labelled();
        if (labelled < policy.minimumLabels()) {
            return new Shortage(
                    labelled + " labels, at least " + policy.minimumLabels() + " are needed",
                    policy.minimumLabels() - labelled);
        }
        if (rows.task() == Task.RANKING && evaluation.rows() < policy.minimumOfEachClass()) {
            return new Shortage(
                    evaluation.rows() + " queries, at least " + policy.minimumOfEachClass() + " are needed",
                    more(evaluation.rows(), labelled, policy.minimumOfEachClass()));
        }
        if (rows instanceof BinaryRows binary) {
            long positives = 0;
            for (int row = 0; row < binary.rows(); row++) {
                positives += binary.positive(row) ? 1 : 0;
            }
            return ofClasses(metric, positives, labelled, policy);
        }
        return NONE;
    }

    private static Shortage ofClasses(Metric metric, long positives, long labelled, SlicePolicy policy) {
        long least = policy.minimumOfEachClass();
        long negatives = labelled - positives;
        if (needsPositives(metric) && positives < least) {
            return new Shortage(
                    positives + " positive labels, at least " + least + " are needed",
                    more(positives, labelled, least));
        }
        if (needsNegatives(metric) && negatives < least) {
            return new Shortage(
                    negatives + " negative labels, at least " + least + " are needed",
                    more(negatives, labelled, least));
        }
        return NONE;
    }

    private static boolean needsPositives(Metric metric) {
        return switch (metric) {
            case AUC, AVERAGE_PRECISION, PRECISION, RECALL, F1, CALIBRATION_SLOPE, CALIBRATION_INTERCEPT -> true;
            default -> false;
        };
    }

    private static boolean needsNegatives(Metric metric) {
        return switch (metric) {
            case AUC, SPECIFICITY, FALSE_POSITIVE_RATE, CALIBRATION_SLOPE, CALIBRATION_INTERCEPT -> true;
            default -> false;
        };
    }

    /* The deficit at the rate seen so far, with one half added so that a slice without any has a rate. */
    private static long more(long seen, long labelled, long least) {
        return (long) Math.ceil((least - seen) * (labelled + 1.0) / (seen + 0.5));
    }
}
