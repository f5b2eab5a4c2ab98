package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertActivities.Escalation;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertOutcome;
import dev.perennial.workflows.alert.AlertProgress;
import dev.perennial.workflows.alert.AlertRequest;
import dev.perennial.workflows.alert.AlertSighting;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What windows and silence do to alerts, on a log of 2,100 labelled predictions a week. */
class AlertedStreamTest {
    private static final String OBJECTIVES = """
              objectives:
                - {metric: log-loss, worseThanReferenceBy: 50 %, severity: page}
                - {metric: auc, above: 0.99, severity: page}
                - {metric: accuracy, below: 0.999, severity: ticket, respondWithin: PT4H}
                - {metric: predictions, below: 5000, severity: log}
                - {metric: error-rate, above: 50 %, severity: page}
              monitor: {every: P7D, window: P7D, silence: {predictions: P2D, labels: P3D}}
            """;

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 300);
    private World world;
    private MonitorActivities monitor;

    @BeforeEach
    void open() {
        world = new World(directory);
        world.bootstrap(stream);
        int from = World.SPEC.indexOf("  objectives:");
        int to = World.SPEC.indexOf("  retrain:");
        String spec = World.SPEC.substring(0, from) + OBJECTIVES + World.SPEC.substring(to);
        Digest file = world.registry.putBlob(spec.getBytes(StandardCharsets.UTF_8));
        world.append("again", TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(file, 2));
        world.append(
                "monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(World.servingFrom()));
        monitor = world.activities.monitor();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyKindOfLimitIsAnsweredByTheWindowsInterval() {
        serve(0, 14, true);
        List<AlertStep> steps = alertsOfTheFirstWindow();

        assertThat(steps).hasSize(2);
        AlertRequest note = ((AlertStep.Note) steps.get(0)).request();
        assertThat(note.sentence()).isEqualTo("predictions 2100 [2100, 2100] breaks its limit, at least 5000");
        AlertRequest raised = ((AlertStep.Raise) steps.get(1)).request();
        assertThat(raised.alert()).isEqualTo("accuracy-2013-02-12");
        assertThat(raised.respondWithin()).hasValue(Duration.ofHours(4));
        assertThat(raised.sentence()).startsWith("accuracy 0.").contains("breaks its limit, at least 0.999");
        assertThat(raised.numbers()).containsKeys("latency-p99", "error-rate-upper", "fallback-rate");
    }

    @Test
    void aLogThatFallsSilentIsAnAlertUntilSomethingArrives() {
        serve(0, 3, true);
        assertThat(silence()).isEmpty();
        world.clock.advance(Duration.ofDays(2));
        assertThat(silence()).isEmpty();
        world.clock.advance(Duration.ofHours(1));

        AlertRequest raised = ((AlertStep.Raise) silence().get(0)).request();
        assertThat(raised.cause()).isEqualTo("silence-predictions");
        assertThat(raised.sentence()).startsWith("no prediction was logged for PT49H, the newest is of 2013-02-07T");
        world.activities.alert().raise(raised);
        world.clock.advance(Duration.ofDays(5));
        assertThat(silence()).isEmpty();

        serve(3, 4, true);
        AlertSighting end = ((AlertStep.Tell) silence().get(0)).sighting();
        assertThat(end.kind()).isEqualTo(AlertSighting.Kind.KEPT);
        assertThat(end.at()).isAfter(raised.at());
    }

    @Test
    void predictionsWhoseLabelsAreDueAndDoNotComeAreAnAlert() {
        serve(0, 4, true);
        serve(4, 7, false);
        assertThat(silence()).isEmpty();
        serve(7, 12, false);

        AlertRequest raised = ((AlertStep.Raise) silence().get(0)).request();
        assertThat(raised.cause()).isEqualTo("silence-labels");
        assertThat(raised.sentence()).startsWith("no label has come for the predictions since 2013-02-08T21:00:00Z");
    }

    @Test
    void everyStepOfAnAlertIsAnEntryWithItsEvidence() {
        serve(0, 14, true);
        List<AlertStep> steps = alertsOfTheFirstWindow();
        AlertRequest request = ((AlertStep.Raise) steps.get(1)).request();
        world.activities.alert().note(((AlertStep.Note) steps.get(0)).request());
        world.activities.alert().raise(request);
        world.activities.alert().raise(request);
        assertThat(world.entries(TimelineKind.ALERT_RAISED)).hasSize(2);
        OpenAlert open = world.registry.state(World.MODEL).alerts().get(0);
        assertThat(open.respondBy()).hasValue(world.clock.instant().plus(Duration.ofHours(4)));
        assertThat(alertsOfTheFirstWindow())
                .filteredOn(AlertStep.Tell.class::isInstance)
                .singleElement()
                .satisfies(step ->
                        assertThat(((AlertStep.Tell) step).request().alert()).isEqualTo(request.alert()));

        world.activities.alert().escalate(request, new Escalation(1, Severity.PAGE, Optional.empty(), "nobody came"));
        world.activities.alert().acknowledge(request, new AlertCommand("c1", "on it", World.ADA));
        assertThat(world.registry.state(World.MODEL).alerts().get(0).acknowledgedBy())
                .hasValue(World.ADA);
        AlertProgress progress = new AlertProgress(
                Severity.PAGE,
                3,
                request.at(),
                request.at(),
                "seen",
                request.report(),
                0,
                1,
                Optional.of(World.ADA),
                Optional.empty(),
                Optional.empty());
        AlertOutcome outcome =
                new AlertOutcome(AlertOutcome.Resolution.KEPT_AGAIN, Actor.system("alert"), request.at(), "kept again");
        world.activities.alert().resolve(request, progress, outcome);

        assertThat(world.registry.state(World.MODEL).alerts()).isEmpty();
        assertThat(world.entries(TimelineKind.ALERT_RESOLVED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().evidence().links())
                        .containsEntry("alert", "synthetic/accuracy-2013-02-12")
                        .containsEntry("workflow", "alert/synthetic/accuracy-2013-02-12")
                        .containsEntry("resolution", "kept-again")
                        .containsEntry("report", request.report().orElseThrow().hex()));
        assertThat(alertsOfTheFirstWindow()).hasSize(1);
    }

    private List<AlertStep> silence() {
        return monitor.due(World.MODEL).silence();
    }

    private List<AlertStep> alertsOfTheFirstWindow() {
        WindowJudgement judgement =
                monitor.evaluate(World.MODEL, new TimeWindow(World.day(35), World.day(42)), Optional.empty());
        return monitor.alerts(World.MODEL, judgement).steps();
    }

    private void serve(int from, int to, boolean labelled) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 35 + from; day < 35 + to; day++) {
            for (LoggedPrediction row : stream.day(World.day(day), Inputs.USUAL, SyntheticStream::law)) {
                rows.add(
                        labelled
                                ? row
                                : new LoggedPrediction(
                                        row.id(),
                                        row.eventTime(),
                                        row.version(),
                                        row.arm(),
                                        row.score(),
                                        row.pairedVersion(),
                                        row.pairedScore(),
                                        row.error(),
                                        Optional.empty(),
                                        row.labelDelay(),
                                        row.features()));
            }
        }
        world.gateway.write(rows);
    }
}
