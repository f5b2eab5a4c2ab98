package dev.perennial.workflows.monitor;

import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import java.util.List;

/**
 * What the labels of a closed window of a regression, or of several classes, are expected to show: an {@link EstimateReport}
 * of these tasks, with the same fields.
 *
 * @param champion whose window it is
 * @param labels how many labels had arrived when the estimate was made; none of them is used for it
 * @param estimate the metrics without labels
 * @param past how earlier estimates of the champion's windows turned out; it widens or withdraws this one before it is judged
 * @param harm one for each limit on a metric that is estimated, the most alarming first
 * @param verdict what follows, decided without a label
 */
public record OutcomeEstimateReport(
        ModelVersion champion,
        TimeWindow window,
        LabelMaturity labels,
        WindowEstimate estimate,
        EstimateTrackRecords past,
        List<HarmVerdict> harm,
        OutcomeVerdict verdict) {
    /** Copies the list. */
    public OutcomeEstimateReport {
        harm = List.copyOf(harm);
    }
}
