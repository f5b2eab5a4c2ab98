package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.MonitorActivities.Due;
import dev.perennial.workflows.monitor.MonitorActivities.Frozen;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.WindowReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of a log that stands for what a model of another server was proven on. */
class ExternalReferenceTest {
    private static final TimeWindow PERIOD = TimeWindow.startingAt(World.START, Duration.ofDays(14));
    private static final TimeWindow NEXT = TimeWindow.startingAt(PERIOD.to(), Duration.ofDays(7));
    private static final String SPEC = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: synthetic, owner: ada@example.org}
            spec:
              task: binary-classification
              features:
                - {name: height, type: number}
                - {name: weight, type: number}
                - {name: kind, type: category, maxCategories: 8}
              label: {name: outcome, positive: "1", arrives: {typical: PT2H, matureAfter: P1D}}
              monitor: {every: P7D, window: P7D}
              external: {reference: 2013-01-01T00:00Z/P14D}
            """;

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 100);
    private World world;
    private MonitorActivities monitor;

    @BeforeEach
    void open() {
        world = new World(directory);
        Digest file = world.registry.putBlob(SPEC.getBytes(StandardCharsets.UTF_8));
        world.append("external", TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(file, 2));
        world.append("monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(PERIOD.to()));
        monitor = world.activities.monitor();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void isWaitedForUntilItsLabelsAreMatureAndThenFrozenOnce() {
        tell(0, 14, UnaryOperator.identity());
        Due early = monitor.due(World.MODEL);
        assertThat(early.unfrozen()).isEmpty();
        assertThat(early.note()).startsWith("the reference 2013-01-01/P14D is not complete: labels are mature until ");

        tell(14, 24, UnaryOperator.identity());
        assertThat(monitor.due(World.MODEL).unfrozen()).contains(PERIOD);
        Frozen frozen = monitor.freezeReference(World.MODEL, PERIOD);
        assertThat(frozen).isEqualTo(new Frozen(Optional.of(new ModelVersion(World.MODEL, 1)), ""));
        long seq = world.seq();
        assertThat(monitor.freezeReference(World.MODEL, PERIOD).version()).isEqualTo(frozen.version());
        assertThat(world.seq()).isEqualTo(seq);

        assertThat(monitor.due(World.MODEL).windows()).containsExactly(NEXT);
        assertThat(judged().verdict()).isEqualTo("healthy");
        assertThat(report().notes()).noneMatch(note -> note.contains("challenger"));
    }

    @Test
    void withoutLabelsScoresAndInputsAreComparedAndNothingElse() {
        // The other server's scores fall to a tenth, while its inputs stay as they are.
        tell(0, 14, LoggedPrediction::unlabelled);
        tell(14, 24, row -> scored(row.unlabelled(), row.score().orElseThrow() / 10));
        monitor.due(World.MODEL);
        monitor.freezeReference(World.MODEL, PERIOD);

        assertThat(judged().suggestion()).isEmpty();
        WindowReport report = report();
        assertThat(report.numbers()).containsEntry("rows", 700.0).containsEntry("labelled", 0.0);
        assertThat(report.verdict().evidence().drift().drifted())
                .singleElement()
                .satisfies(column -> assertThat(column.column()).isEqualTo("score"));
        assertThat(monitor.awaitingLabels(World.MODEL).note()).isEqualTo("no window of synthetic can be estimated");
        assertThat(world.entries(TimelineKind.VERSION_REGISTERED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().sentence())
                        .isEqualTo(
                                "synthetic@1 stands for what another server answered in 2013-01-01/P14D: 1,400 rows, 0"
                                        + " of them labelled"));
    }

    @Test
    void aWindowIsEstimatedFromTheAnswersBeforeItsLabels() {
        tell(0, 22, UnaryOperator.identity());
        monitor.freezeReference(World.MODEL, PERIOD);

        assertThat(monitor.awaitingLabels(World.MODEL).windows()).containsExactly(NEXT);
        assertThat(monitor.estimate(World.MODEL, NEXT).verdict()).isEqualTo("presumed-healthy");
    }

    @Test
    void fewRowsAreNoReference() {
        tell(12, 13, UnaryOperator.identity());
        tell(14, 24, UnaryOperator.identity());

        assertThat(monitor.freezeReference(World.MODEL, PERIOD))
                .isEqualTo(new Frozen(
                        Optional.empty(),
                        "the reference 2013-01-01/P14D has 100 predictions, at least 200 are needed"));
        assertThat(world.registry.state(World.MODEL).champion()).isEmpty();
    }

    @Test
    void lossesAreThoseOfTheAnswersThemselves() {
        tell(0, 24, row -> scored(row, 0.25));
        monitor.freezeReference(World.MODEL, PERIOD);
        judged();

        double positive = report().numbers().getOrDefault("base-rate", Double.NaN);
        assertThat(report().numbers().get("log-loss"))
                .isCloseTo(-positive * Math.log(0.25) - (1 - positive) * Math.log(0.75), within(1e-9));
    }

    private WindowJudgement judged() {
        WindowJudgement judged = monitor.evaluate(World.MODEL, NEXT, monitor.fitChallenger(World.MODEL, NEXT));
        monitor.record(World.MODEL, judged);
        return judged;
    }

    private WindowReport report() {
        return world.registry.document(
                world.registry.state(World.MODEL).lastWindow().orElseThrow().report(), WindowReport.class);
    }

    private void tell(int from, int to, UnaryOperator<LoggedPrediction> said) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = from; day < to; day++) {
            Instant midnight = World.day(day);
            stream.day(midnight, Inputs.USUAL, SyntheticStream::law)
                    .forEach(row -> rows.add(elsewhere(said.apply(row))));
        }
        world.gateway.write(rows);
    }

    private static LoggedPrediction elsewhere(LoggedPrediction row) {
        return copy(row, row.score().orElseThrow());
    }

    private static LoggedPrediction scored(LoggedPrediction row, double score) {
        return copy(row, score);
    }

    private static LoggedPrediction copy(LoggedPrediction row, double score) {
        return new LoggedPrediction(
                row.id(),
                row.eventTime(),
                0,
                "external",
                Optional.of(score),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                row.label(),
                row.labelDelay(),
                row.features());
    }
}
