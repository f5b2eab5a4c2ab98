package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An hour of bicycle hire is busy if more than 142 (the median) are hired; trained on 2011, judged on 2012's spring. */
@Timeout(120)
class RealDataTrainingTest {

    private static final List<String> NUMBERS = List.of("hr", "temp", "hum", "windspeed");
    private static final List<String> CATEGORIES = List.of("season", "weekday", "workingday", "weathersit");
    private static final int COUNT_COLUMN = 16;

    @Test
    void bothRecipesLearnWhenTheBicyclesAreBusy() throws IOException {
        LabelledTable hours = hours(SharedFiles.data("bike_hour.csv.gz"));
        LabelledTable.Split split = hours.splitAt(Instant.parse("2012-01-01T00:00:00Z"));
        LabelledTable spring =
                split.later().between(Instant.parse("2012-03-01T00:00:00Z"), Instant.parse("2012-05-01T00:00:00Z"));

        BinaryPerformance linear = performance("linear", split.earlier(), spring);
        BinaryPerformance boosting = performance("gradient-boosting", split.earlier(), spring);

        assertThat(linear.auc().point().orElseThrow()).isBetween(0.75, 0.95);
        assertThat(boosting.auc().point().orElseThrow()).isGreaterThan(0.95);
        assertThat(boosting.logLoss().point().orElseThrow())
                .isLessThan(linear.logLoss().point().orElseThrow());
    }

    private static BinaryPerformance performance(String algorithm, LabelledTable training, LabelledTable later) {
        CandidateRecipe recipe = new CandidateRecipe(algorithm, new TreeMap<>());
        TrainedCandidate candidate = new CandidateTrainer().train(recipe, training, 1, Progress.ignored());
        return BinaryPerformance.measure(candidate.compiled().scoreAll(later.features()), later.labels());
    }

    private static LabelledTable hours(Path file) throws IOException {
        List<String[]> lines = new ArrayList<>();
        List<String> header;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            header = List.of(reader.readLine().split(",", -1));
            reader.lines().map(line -> line.split(",", -1)).forEach(lines::add);
        }
        List<Feature> features = new ArrayList<>();
        List<Object> columns = new ArrayList<>();
        for (String name : NUMBERS) {
            int column = header.indexOf(name);
            features.add(new NumberFeature(name, Presence.REQUIRED, Optional.empty()));
            columns.add(lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line[column]))
                    .toArray());
        }
        for (String name : CATEGORIES) {
            int column = header.indexOf(name);
            features.add(new CategoryFeature(name, Presence.REQUIRED, 10));
            columns.add(lines.stream().map(line -> line[column]).toArray(String[]::new));
        }
        boolean[] labels = new boolean[lines.size()];
        long[] times = new long[lines.size()];
        for (int row = 0; row < labels.length; row++) {
            String[] line = lines.get(row);
            labels[row] = Integer.parseInt(line[COUNT_COLUMN]) > 142;
            times[row] = Instant.parse(line[1] + "T00:00:00Z").toEpochMilli() + 3_600_000L * Integer.parseInt(line[5]);
        }
        return new LabelledTable(FeatureTable.of(new FeatureSchema(features), columns.toArray()), labels, times);
    }
}
