package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.BinaryPerformance;
import java.util.Optional;

/**
 * Everything a window's verdict rests on.
 *
 * @param drift the change of the columns against the reference
 * @param champion the champion's performance in the window, with the maturity of its labels
 * @param reference the champion's performance on its reference
 * @param staleness what the paired evidence of the champion's whole term says, this window included
 * @param context what else it rests on; absent in reports of the first release
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WindowEvidence(
        DriftAssessment drift,
        BinaryPerformance champion,
        BinaryPerformance reference,
        StalenessVerdict staleness,
        Optional<WindowContext> context) {

    /** Evidence without anything else. */
    public WindowEvidence(
            DriftAssessment drift,
            BinaryPerformance champion,
            BinaryPerformance reference,
            StalenessVerdict staleness) {
        this(drift, champion, reference, staleness, Optional.empty());
    }
}
