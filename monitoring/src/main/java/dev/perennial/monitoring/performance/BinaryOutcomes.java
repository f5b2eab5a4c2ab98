package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Spiegelhalter;
import java.util.List;

/**
 * What a binary classifier achieved.
 *
 * @param rows labelled rows with a usable score
 * @param unusable labelled rows whose score is no probability
 * @param positives positive rows among {@code rows}
 * @param blocks the number of blocks, or of rows when every row is independent
 * @param labels how many predictions have their label
 * @param threshold the least score that means positive
 * @param metrics the metrics
 * @param confusion the decisions by what happened: negative first, positive second
 * @param calibrationTest whether the scores are as wrong as they promise; rows are taken as independent
 * @param precisionRecall the curve, in falling order of threshold
 * @param reliability promised and happened, in rising order of score
 */
public record BinaryOutcomes(
        long rows,
        long unusable,
        long positives,
        long blocks,
        LabelMaturity labels,
        double threshold,
        List<MetricValue> metrics,
        ConfusionMatrix confusion,
        Spiegelhalter calibrationTest,
        List<CurvePoint> precisionRecall,
        List<ReliabilityBin> reliability)
        implements OutcomeReport {

    /** Checks the counts. */
    public BinaryOutcomes {
        Require.notNegative(unusable, "count of unusable rows");
        Require.notNegative(positives, "count of positive rows");
        if (positives > rows || blocks > rows) {
            throw new IllegalArgumentException(
                    "Invalid outcomes: " + positives + " positives, " + blocks + " blocks, " + rows + " rows");
        }
        metrics = List.copyOf(metrics);
        precisionRecall = List.copyOf(precisionRecall);
        reliability = List.copyOf(reliability);
    }
}
