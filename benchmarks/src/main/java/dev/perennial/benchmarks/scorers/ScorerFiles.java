package dev.perennial.benchmarks.scorers;

import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.LabelledTable;
import dev.perennial.activities.training.Progress;
import dev.perennial.activities.training.TrainedCandidate;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.FeatureTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Trains the models once, for all processes of a run: for each algorithm the compiled file and the library's own. */
final class ScorerFiles {
    private static final int TRAINING_ROWS = 20_000;
    private static final long SEED = 20241105;

    private ScorerFiles() {}

    static Path compiled(Path folder, String algorithm) {
        return folder.resolve(algorithm + ".compiled");
    }

    static Path library(Path folder, String algorithm) {
        return folder.resolve(algorithm + ".tribuo");
    }

    static void train(Path folder, String algorithm) throws IOException {
        FeatureTable features = ScoredRows.table(TRAINING_ROWS, SEED);
        LabelledTable rows =
                new LabelledTable(features, ScoredRows.labels(features, SEED + 1), new long[TRAINING_ROWS]);
        Map<String, Double> parameters = switch (algorithm) {
            case "random-forest", "gradient-boosting" -> Map.of("trees", 100.0);
            default -> Map.of();
        };
        TrainedCandidate candidate = new CandidateTrainer()
                .train(new CandidateRecipe(algorithm, new TreeMap<>(parameters)), rows, SEED, Progress.ignored());
        Files.write(compiled(folder, algorithm), candidate.compiledBytes());
        Files.write(library(folder, algorithm), candidate.tribuoModel());
    }
}
