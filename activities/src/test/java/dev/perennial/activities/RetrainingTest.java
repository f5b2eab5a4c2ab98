package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.World.Finished;
import dev.perennial.activities.data.LabelledFile;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.workflows.retrain.EvidenceBundle;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
    private static final ModelVersion FIRST = new ModelVersion(World.MODEL, 1);

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(11, 300);
    private World world;

    @BeforeEach
    void open() {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstVersionIsTrainedOnATableAndTakesOffice() {
        world.bootstrap(stream);

        assertThat(world.registry.state(World.MODEL).championVersion()).contains(FIRST);
        assertThat(world.registry.state(World.MODEL).retraining()).isEmpty();
        assertThat(world.entries(TimelineKind.CANDIDATE_TRAINED)).hasSize(2);
        VersionManifest manifest = world.registry.manifest(FIRST);
        assertThat(manifest.trainingRows()).isEqualTo(28 * 300);
        assertThat(manifest.metrics().get("auc")).isGreaterThan(0.75);
        assertThat(manifest.goldenDifference()).isLessThan(1e-5);
        assertThat(world.entries(TimelineKind.CHAMPION_PROMOTED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().evidence().links()).containsEntry("reason", "bootstrap"));
    }

    @Test
    void everyStepOfARunCanBeTriedAgain() {
        world.bootstrap(stream);
        serveChangedLaw();
        RetrainRequest request = world.request("synthetic-r2", World.day(64), Optional.empty());
        Finished once = world.run(request);
        long seq = world.seq();
        Finished again = world.run(request);

        assertThat(again).isEqualTo(once);
        assertThat(world.seq()).isEqualTo(seq);
        assertThat(once.plan().holdOut()).isEqualTo(TimeWindow.startingAt(World.day(56), Duration.ofDays(7)));
        assertThat(once.validation().passed()).as(once.validation().because()).isTrue();
        assertThat(once.registered().version().number()).isEqualTo(2);
        assertThat(once.validation().numbers().get("advantage")).isPositive();
        EvidenceBundle bundle = world.registry.document(once.registered().evidence(), EvidenceBundle.class);
        assertThat(bundle.validation().champion()).hasValue(1);
        assertThat(bundle.validation().candidates()).hasSize(2);
        assertThat(bundle.manifest().version()).isEqualTo(once.registered().version());
        assertThat(bundle.manifest().compiledModel())
                .isEqualTo(once.validation().best().compiledModel());
    }

    @Test
    void anotherWorkerExtractsTheSameRows() {
        world.bootstrap(stream);
        serveChangedLaw();
        RetrainRequest request = world.request("synthetic-r2", World.day(64), Optional.empty());
        Snapshot here =
                world.activities.retrain().snapshot(world.activities.retrain().plan(request));
        world.store.delete("runs/synthetic-r2/snapshot.json");
        try (Activities other = Activities.withoutHeartbeat(
                world.store, world.registry, world.clock, ActivitySettings.standard(directory.resolve("other")))) {
            Snapshot there = other.retrain().snapshot(other.retrain().plan(request));

            assertThat(there.digest()).isEqualTo(here.digest());
            assertThat(there.trainingRows()).isEqualTo(here.trainingRows()).isEqualTo(28 * 300);
            assertThat(there.holdOutRows()).isEqualTo(here.holdOutRows()).isEqualTo(7 * 300);
        }
    }

    @Test
    void aCandidateThatIsNotBetterDoesNotPassAndTheRunEndsSo() {
        world.bootstrap(stream);
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 35; day < 66; day++) {
            rows.addAll(stream.day(World.day(day), Inputs.USUAL, SyntheticStream::law));
        }
        world.gateway.write(rows);
        RetrainRequest request = world.request("synthetic-r2", World.day(64), Optional.empty());
        Finished run = world.run(request);
        RetrainOutcome end = new RetrainOutcome.NoCandidate(run.validation().because());
        world.activities.retrain().recordEnd(request, end);
        world.activities.retrain().recordEnd(request, end);

        assertThat(run.validation().passed()).isFalse();
        assertThat(run.validation().because()).contains("not proved better");
        assertThat(world.entries(TimelineKind.CANDIDATE_REJECTED)).hasSize(1);
        assertThat(world.registry.state(World.MODEL).retraining()).isEmpty();
    }

    @Test
    void tooFewRowsAreAProblemNotAFailure() {
        world.bootstrap(stream);
        RetrainRequest request = world.request("synthetic-r2", World.day(120), Optional.empty());
        Snapshot snapshot =
                world.activities.retrain().snapshot(world.activities.retrain().plan(request));

        assertThat(snapshot.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("0 labelled training rows"));
        world.activities.retrain().recordEnd(request, new RetrainOutcome.NoCandidate("too few rows"));
        assertThat(world.entries(TimelineKind.RETRAIN_FAILED)).hasSize(1);
    }

    @Test
    void aTableWithoutItsLabelIsRefusedByName() {
        List<LoggedPrediction> rows = stream.day(World.day(0), Inputs.USUAL, SyntheticStream::law);
        Path file = directory.resolve("wrong.parquet");
        LabelledFile.write(world.duckDb, rows, "verdict", file);
        RetrainRequest request =
                world.request("synthetic-r1", World.day(30), Optional.of(world.registry.putBlob(file)));

        assertThatThrownBy(() -> world.activities
                        .retrain()
                        .snapshot(world.activities.retrain().plan(request)))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("invalid");
                    assertThat(failure.isNonRetryable()).isTrue();
                    assertThat(failure.getOriginalMessage()).contains("columns [outcome] are missing");
                });
    }

    private void serveChangedLaw() {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 35; day < 66; day++) {
            rows.addAll(stream.day(World.day(day), Inputs.USUAL, SyntheticStream::changedLaw));
        }
        world.gateway.write(rows);
    }
}
