package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.segments.LoggedSegments;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A segment's counts of answers that are no probability of a yes are those of all its rows read at once. */
class EveryTaskSegmentsTest extends EveryTaskSetting {
    private static final Instant NOON = Instant.parse("2013-02-05T12:00:00Z");

    private final List<String> kinds = new ArrayList<>();
    private final List<Double> sizes = new ArrayList<>();

    @Test
    void valuesAreCountedAsTheScoreAndGivenAnewByTheVersion() throws Exception {
        registry.applySpec(QUANTITY, "apply", ADA);
        VersionManifest manifest = served("3 * size + noise", "17 * size AS _score, ", "noise AS _label");
        OutcomeReference reference = registry.document(manifest.referenceProfile(), OutcomeReference.class);
        CompiledModel model = model(manifest);
        SegmentProfile profile = profile(reference, model, 0, 3600);

        Reference.Counted counted = reference.counted(profile);
        assertThat(counted.features()).isEqualTo(features(reference, 0, 900));
        assertThat(counted.scores())
                .isEqualTo(TableProfile.builder(reference.answerBins())
                        .score(model.scoreAll(rows(model, 0, 900)))
                        .build());
    }

    @Test
    void classesAreCountedByTheMostProbableOne() throws Exception {
        registry.applySpec(CLASSES, "apply", ADA);
        VersionManifest manifest = served(
                "CASE WHEN size > 7 THEN 'high' WHEN size > 3 THEN 'middle' ELSE 'low' END",
                "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ",
                "'low' AS _class");
        OutcomeReference reference = registry.document(manifest.referenceProfile(), OutcomeReference.class);
        CompiledModel model = model(manifest);
        SegmentProfile profile = profile(reference, model, 0, 3600);

        List<String> known = ((Outputs.ClassProbabilities) model.outputs()).labels();
        double[] probabilities = model.scoreAll(rows(model, 0, 900));
        String[] words = IntStream.range(0, 900)
                .mapToObj(row -> known.get(IntStream.range(0, known.size())
                        .boxed()
                        .max((one, other) -> Double.compare(
                                probabilities[row * known.size() + one], probabilities[row * known.size() + other]))
                        .orElseThrow()))
                .toArray(String[]::new);
        Reference.Counted counted = reference.counted(profile);
        assertThat(words).contains("low", "middle", "high");
        assertThat(counted.features()).isEqualTo(features(reference, 0, 900));
        assertThat(counted.scores())
                .isEqualTo(TableProfile.builder(reference.answerBins())
                        .category(TableProfile.SCORE, words)
                        .build());
    }

    @Test
    void partsOfASegmentAddUpToTheWhole() throws Exception {
        registry.applySpec(QUANTITY, "apply", ADA);
        VersionManifest manifest = served("3 * size + noise", "17 * size AS _score, ", "noise AS _label");
        OutcomeReference reference = registry.document(manifest.referenceProfile(), OutcomeReference.class);
        CompiledModel model = model(manifest);
        SegmentProfile early = profile(reference, model, 0, 900);
        SegmentProfile late = profile(reference, model, 900, 3600);

        assertThat(reference.counted(early).features()).isEqualTo(features(reference, 0, 300));
        assertThat(SegmentProfile.sum(reference.layout(), List.of(late, early)))
                .isEqualTo(profile(reference, model, 0, 3600));
    }

    private VersionManifest served(String law, String answers, String label) throws Exception {
        Finished first = run("first", table(law));
        serve(35, answers + "NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score", label);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT kind, size FROM '" + segment() + "' ORDER BY _event_time")) {
            while (rows.next()) {
                kinds.add(rows.getString(1));
                sizes.add(rows.getDouble(2));
            }
        }
        assertThat(sizes).hasSize(900);
        return registry.manifest(first.registered().version());
    }

    private Path segment() throws Exception {
        String key = store.list("predictions/", "", 10).get(0);
        return Files.write(directory.resolve("segment.parquet"), store.read(key).orElseThrow());
    }

    private CompiledModel model(VersionManifest manifest) {
        return CompiledModelFormat.read(registry.blob(manifest.compiledModel()).orElseThrow());
    }

    /* Of the rows from one second of the hour to another. */
    private SegmentProfile profile(OutcomeReference reference, CompiledModel model, int from, int to) throws Exception {
        long start = NOON.getEpochSecond();
        return LoggedSegments.anew(reference.layout(), model)
                .profile(segment(), (start + from) * 1_000_000, (start + to) * 1_000_000);
    }

    private FeatureTable rows(CompiledModel model, int from, int to) {
        return FeatureTable.of(
                model.schema(),
                IntStream.range(0, model.schema().size())
                        .mapToObj(
                                column -> model.schema().feature(column).name().equals("size")
                                        ? (Object) numbers(from, to)
                                        : words(from, to))
                        .toArray());
    }

    private TableProfile features(OutcomeReference reference, int from, int to) {
        return TableProfile.builder(reference.featureBins())
                .numeric("size", numbers(from, to))
                .category("kind", words(from, to))
                .build();
    }

    private double[] numbers(int from, int to) {
        return sizes.subList(from, to).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private String[] words(int from, int to) {
        return kinds.subList(from, to).toArray(String[]::new);
    }
}
