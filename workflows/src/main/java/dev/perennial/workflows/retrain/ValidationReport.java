package dev.perennial.workflows.retrain;

import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.CandidateRecipe;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run's candidates compared on the held-out rows, and what the gate said of the best of them; stored as a blob.
 *
 * @param champion who had to be beaten; empty where there was none
 * @param championMetrics the champion on the same held-out rows; empty where there was none
 * @param candidates every candidate, best first
 * @param notes what a reader should know about the comparison, in sentences
 */
public record ValidationReport(
        String run,
        OptionalInt champion,
        Digest data,
        TimeWindow training,
        TimeWindow holdOut,
        SortedMap<String, Double> championMetrics,
        List<CandidateLine> candidates,
        GateVerdict gate,
        List<String> notes) {
    /** Copies the collections. */
    public ValidationReport {
        championMetrics = Collections.unmodifiableSortedMap(new TreeMap<>(championMetrics));
        candidates = List.copyOf(candidates);
        notes = List.copyOf(notes);
    }

    /** One candidate and its figures. */
    public record CandidateLine(CandidateRecipe recipe, Digest compiledModel, SortedMap<String, Double> metrics) {
        /** Copies the map. */
        public CandidateLine {
            metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        }
    }
}
