package dev.perennial.workflows.rollout;

import dev.perennial.monitoring.decision.CanaryVerdict;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.TrafficPlan;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the judge saw of a rollout at a look that decided something; stored as a blob.
 *
 * @param judgedUntil the event time up to which the log was read
 * @param notes what a reader should know about the counts, in sentences
 */
public record RolloutReport(
        String rollout,
        ModelVersion challenger,
        int champion,
        TrafficPlan plan,
        Instant judgedUntil,
        CanaryVerdict verdict,
        SortedMap<String, Double> numbers,
        List<String> notes) {
    /** Copies the collections. */
    public RolloutReport {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        notes = List.copyOf(notes);
    }
}
