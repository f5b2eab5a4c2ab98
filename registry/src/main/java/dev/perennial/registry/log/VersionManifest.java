package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.CandidateRecipe;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a version is and comes from; stored as a blob, never changed.
 *
 * @param compiledModel the class-free file that gateways load; where another server answers, a note that says so
 * @param trainerModel the trainer's own protobuf, kept for reproduction, never parsed by a gateway
 * @param referenceProfile the frozen profile of the training rows, which windows are compared with
 * @param goldenDifference the greatest difference between the two models' scores on the golden sample
 */
public record VersionManifest(
        ModelVersion version,
        CandidateRecipe recipe,
        Digest compiledModel,
        long compiledBytes,
        Digest trainerModel,
        Digest spec,
        Digest dataSnapshot,
        TimeWindow trainedOn,
        long trainingRows,
        Digest referenceProfile,
        String run,
        long seed,
        double goldenDifference,
        SortedMap<String, Double> metrics,
        SortedMap<String, String> environment,
        Instant createdAt) {
    /** The algorithm of a version whose answers another server gives: none that is known here. */
    public static final String EXTERNAL = "external";

    /** Copies the maps. */
    public VersionManifest {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** Whether another server answers, so that there is no model to score with. */
    public boolean answersElsewhere() {
        return recipe.algorithm().equals(EXTERNAL);
    }
}
