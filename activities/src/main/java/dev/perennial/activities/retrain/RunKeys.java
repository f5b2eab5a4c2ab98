package dev.perennial.activities.retrain;

import dev.perennial.registry.Digest;
import dev.perennial.registry.spec.CandidateRecipe;

/** Where a run keeps what it has finished: {@code runs/{run}/…}. */
final class RunKeys {
    private RunKeys() {}

    static String snapshot(String run) {
        return folder(run) + "snapshot.json";
    }

    static String candidate(String run, CandidateRecipe recipe) {
        return folder(run) + "candidate-" + id(recipe) + ".json";
    }

    static String progress(String run, CandidateRecipe recipe) {
        return folder(run) + "progress-" + id(recipe) + ".json";
    }

    static String validation(String run) {
        return folder(run) + "validation.json";
    }

    /** A recipe's name in keys and operations: the algorithm and a digest of algorithm and parameters. */
    static String id(CandidateRecipe recipe) {
        return recipe.algorithm() + "-"
                + Digest.of(recipe.algorithm() + recipe.parameters()).abbreviated();
    }

    private static String folder(String run) {
        return "runs/" + run + "/";
    }
}
