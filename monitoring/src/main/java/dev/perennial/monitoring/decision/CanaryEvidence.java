package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.sequential.SampleRatioCheck;
import java.util.List;

/**
 * Everything a canary is judged by, accumulated since the rollout began.
 *
 * @param guardrails events counted in both arms
 * @param shadow labelled rows that both models scored
 * @param split whether requests were split as planned
 * @param consecutiveFailures failures of the canary since its last success
 * @param progress how long the present step has lasted
 */
public record CanaryEvidence(
        List<CountGuardrail> guardrails,
        ShadowEvidence shadow,
        SampleRatioCheck split,
        long consecutiveFailures,
        StepProgress progress) {

    /** How long a step has lasted, in event time. */
    public enum StepProgress {
        /** Not yet its least time. */
        @JsonProperty("too-early")
        TOO_EARLY,
        /** At least its least time. */
        @JsonProperty("long-enough")
        LONG_ENOUGH,
        /** Longer than it may: what is inconclusive now is held for a person. */
        @JsonProperty("overdue")
        OVERDUE
    }

    /** Copies the list; at least one guardrail must be counted. */
    public CanaryEvidence {
        guardrails = List.copyOf(guardrails);
        Require.notNegative(consecutiveFailures, "count of consecutive failures");
        if (guardrails.isEmpty()) {
            throw new IllegalArgumentException("Invalid evidence: no guardrail is counted");
        }
    }
}
