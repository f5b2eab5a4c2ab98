package dev.perennial.workflows.monitor;

import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import java.util.List;

/**
 * What the labels of a closed window are expected to show, stored as a blob before they are mature. It stays as it was
 * said, so that the window's report can hold it against what the labels then showed.
 *
 * @param champion whose window it is
 * @param labels how many labels had arrived when the estimate was made; none of them is used for it
 * @param estimate the metrics without labels
 * @param past how earlier estimates of the champion's windows turned out; it widens or withdraws this one before it is judged
 * @param harm one for each declared objective that can be estimated, the most alarming first
 * @param verdict what follows, decided without a label
 */
public record EstimateReport(
        ModelVersion champion,
        TimeWindow window,
        LabelMaturity labels,
        WindowEstimate estimate,
        EstimateTrackRecords past,
        List<HarmVerdict> harm,
        WindowVerdict verdict) {
    /** Copies the list. */
    public EstimateReport {
        harm = List.copyOf(harm);
    }
}
