package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.SyntheticStream.Row;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.activities.reference.Reference;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertRequest;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.MonitorActivities.WindowForecast;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.ReportSections;
import dev.perennial.workflows.monitor.WindowReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoredStreamTest {
    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 300);
    private World world;
    private MonitorActivities monitor;

    @BeforeEach
    void open() {
        world = new World(directory);
        world.bootstrap(stream);
        world.append(
                "monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(World.servingFrom()));
        monitor = world.activities.monitor();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void driftWithoutHarmIsWrittenDownAndNeverRetrains() {
        List<WindowJudgement> judged = new ArrayList<>();
        for (int week = 0; week < 6; week++) {
            serve(week, new Inputs(-0.4, 0.8), SyntheticStream::law);
            judged.addAll(lookAtWhatIsDue());
        }

        assertThat(judged)
                .hasSize(5)
                .allMatch(judgement -> judgement.suggestion().isEmpty());
        assertThat(judged).extracting(WindowJudgement::verdict).containsOnly("drift-recorded");
        assertThat(world.entries(TimelineKind.DRIFT_DETECTED)).hasSize(5);
        assertThat(sentence(TimelineKind.DRIFT_DETECTED))
                .startsWith(firstWindow().label() + ": 2 of 4 columns drifted; kind (PSI ")
                .endsWith("; drift alone asks for nothing");
        assertThat(sentence(TimelineKind.WINDOW_EVALUATED))
                .startsWith(firstWindow().label() + ": drift recorded, no harm; log loss 0.")
                .endsWith("] on 2,100 labelled rows, 2 of 4 columns drifted");
        assertThat(world.entries(TimelineKind.ALERT_RAISED)).isEmpty();
        assertThat(judged.get(4).numbers().get("drifted-columns")).isGreaterThanOrEqualTo(2);
        assertThat(judged.get(4).numbers().get("pooled-blocks")).isEqualTo(35);
    }

    @Test
    void aChangedConceptIsHarmAtOnceAndAsksForRetrainingWithinFourWindows() {
        List<WindowJudgement> judged = new ArrayList<>();
        for (int week = 0; week < 2; week++) {
            serve(week, Inputs.USUAL, SyntheticStream::law);
        }
        for (int week = 2; week < 7; week++) {
            serve(week, Inputs.USUAL, SyntheticStream::changedLaw);
        }
        for (List<WindowJudgement> look = lookAtWhatIsDue(); !look.isEmpty(); look = lookAtWhatIsDue()) {
            judged.addAll(look);
        }

        assertThat(judged).hasSize(6);
        assertThat(judged.subList(0, 2)).extracting(WindowJudgement::verdict).containsOnly("healthy");
        assertThat(judged.get(2).verdict()).isEqualTo("harm");
        assertThat(judged.subList(2, 6))
                .anyMatch(judgement -> judgement.suggestion().equals(Optional.of(RetrainSpec.Trigger.CHALLENGER)));
        assertThat(world.entries(TimelineKind.HARM_MEASURED)).hasSize(4);
        assertThat(world.entries(TimelineKind.ALERT_RAISED)).singleElement().satisfies(entry -> {
            assertThat(entry.entry().evidence().links())
                    .containsEntry("severity", "page")
                    .containsEntry("alert", "synthetic/log-loss-2013-02-26")
                    .containsEntry("report", judged.get(2).report().hex());
            assertThat(entry.entry().sentence()).startsWith("Alert (page): log-loss ");
        });
        assertThat(world.registry.state(World.MODEL).alerts())
                .extracting(ModelState.OpenAlert::cause)
                .containsExactly("log-loss");
    }

    @Test
    void aWindowIsRecordedOnceAndItsReportDependsOnTheLogAlone() {
        serve(0, Inputs.USUAL, SyntheticStream::law);
        serve(1, Inputs.USUAL, SyntheticStream::law);
        TimeWindow window = firstWindow();
        assertThat(monitor.due(World.MODEL).windows()).containsExactly(window);

        Optional<Digest> challenger = monitor.fitChallenger(World.MODEL, window);
        WindowJudgement first = monitor.evaluate(World.MODEL, window, challenger);
        WindowJudgement second = monitor.evaluate(World.MODEL, window, challenger);
        monitor.record(World.MODEL, first);
        long seq = world.seq();
        monitor.record(World.MODEL, second);

        assertThat(second).isEqualTo(first);
        assertThat(world.seq()).isEqualTo(seq);
        assertThat(world.registry.state(World.MODEL).lastWindow())
                .hasValueSatisfying(last -> assertThat(last.window()).isEqualTo(window));
        assertThat(monitor.due(World.MODEL).windows()).isEmpty();
        WindowReport report = world.registry.document(first.report(), WindowReport.class);
        assertThat(report.champion().number()).isEqualTo(1);
        assertThat(report.numbers()).containsEntry("rows", 2100.0).containsEntry("labelled-share", 1.0);
    }

    @Test
    void nothingIsDueWhileMonitoringIsPausedOrTheLabelsAreYoung() {
        serve(0, Inputs.USUAL, SyntheticStream::law);
        assertThat(monitor.due(World.MODEL).windows()).isEmpty();
        assertThat(monitor.due(World.MODEL).note()).contains("no window has closed");

        serve(1, Inputs.USUAL, SyntheticStream::law);
        assertThat(monitor.due(World.MODEL).windows()).hasSize(1);
        world.append("pause", TimelineKind.MONITORING_PAUSED, new RegistryChange.MonitoringPaused());
        assertThat(monitor.due(World.MODEL).windows()).isEmpty();
        assertThat(monitor.due(World.MODEL).note()).isEqualTo("monitoring of synthetic is paused");
    }

    @Test
    void aWindowIsJudgedThoughTheRowsThatTheChampionWasProvenOnWereErased() {
        serveDays(0, 8, Inputs.USUAL, SyntheticStream::changedLaw);
        assertThat(monitor.awaitingLabels(World.MODEL).windows()).containsExactly(firstWindow());
        Digest rows = world.registry
                .document(
                        world.registry
                                .manifest(world.registry.state(World.MODEL).requireChampion())
                                .referenceProfile(),
                        Reference.class)
                .rows()
                .orElseThrow()
                .heldOut();
        world.store.delete("blobs/sha256/" + rows.hex().substring(0, 2) + "/" + rows.hex());

        assertThat(monitor.awaitingLabels(World.MODEL).note()).isEqualTo("no window of synthetic can be estimated");
        serveDays(8, 14, Inputs.USUAL, SyntheticStream::changedLaw);
        WindowJudgement judged = lookAtWhatIsDue().get(0);

        assertThat(judged.verdict()).isEqualTo("harm");
        WindowReport report = world.registry.document(judged.report(), WindowReport.class);
        assertThat(report.notes())
                .contains("the rows that the champion was proven on, " + rows.abbreviated()
                        + ", are not stored any more: what is compared with them row by row is absent");
        assertThat(report.sections().orElseThrow().integrity()).isEmpty();
        assertThat(report.sections().orElseThrow().distributions()).isNotEmpty();
        assertThat(report.verdict().ruling().orElseThrow().cause().orElseThrow().because())
                .endsWith("whether labels changed at given inputs is not known");
        assertThat(report.verdict().recomputed()).hasValue(report.verdict());
    }

    @Test
    void aWindowIsEstimatedWhenItClosesAndHeldAgainstItsLabelsLater() {
        serveDays(0, 8, Inputs.USUAL, SyntheticStream::law);
        TimeWindow window = firstWindow();
        assertThat(monitor.due(World.MODEL).windows()).isEmpty();
        assertThat(monitor.awaitingLabels(World.MODEL).windows()).containsExactly(window);

        WindowForecast forecast = monitor.estimate(World.MODEL, window);
        long seq = world.seq();
        assertThat(monitor.estimate(World.MODEL, window)).isEqualTo(forecast);
        assertThat(world.seq()).isEqualTo(seq);
        assertThat(monitor.awaitingLabels(World.MODEL).windows()).isEmpty();
        assertThat(forecast.verdict()).isEqualTo("presumed-healthy");
        assertThat(sentence(TimelineKind.WINDOW_ESTIMATED))
                .startsWith(window.label() + ", 2,100 rows before their labels: no estimate speaks for harm");

        serveDays(8, 14, Inputs.USUAL, SyntheticStream::law);
        WindowReport report = world.registry.document(lookAtWhatIsDue().get(0).report(), WindowReport.class);

        ReportSections sections = report.sections().orElseThrow();
        assertThat(report.context().orElseThrow().basis().estimate()).contains(forecast.report());
        assertThat(sections.estimates().orElseThrow().metrics())
                .filteredOn(line -> line.metric() == EstimatedMetric.LOG_LOSS)
                .singleElement()
                .satisfies(line -> assertThat(
                                line.estimate().trusted().orElseThrow().value())
                        .isCloseTo(line.realised().orElseThrow(), within(0.05)));
        assertThat(sections.estimateRecords()
                        .orElseThrow()
                        .of(EstimatedMetric.LOG_LOSS)
                        .windows())
                .isEqualTo(1);
    }

    @Test
    void aFaultIsToldBeforeAnyLabelAndIsNotLearntFrom() {
        serveDays(0, 8, MonitoredStreamTest::inCentimetres);
        WindowForecast forecast = monitor.estimate(World.MODEL, firstWindow());

        AlertRequest early = ((AlertStep.Raise)
                        monitor.estimateAlerts(World.MODEL, forecast).steps().get(0))
                .request();
        assertThat(early.cause()).isEqualTo("pipeline-fault");
        assertThat(early.sentence()).contains("height").contains("100");
        assertThat(early.report()).contains(forecast.report());

        serveDays(8, 14, Inputs.USUAL, SyntheticStream::law);
        WindowJudgement judged = lookAtWhatIsDue().get(0);
        assertThat(judged.verdict()).isEqualTo("harm");
        assertThat(judged.suggestion()).isEmpty();
        WindowVerdict verdict =
                world.registry.document(judged.report(), WindowReport.class).verdict();
        assertThat(verdict.ruling().orElseThrow().cause().orElseThrow().remedy())
                .isEqualTo(Remedy.FIX);
        assertThat(verdict.recomputed()).hasValue(verdict);
    }

    private static LoggedPrediction inCentimetres(LoggedPrediction row) {
        Map<String, Object> features = new HashMap<>(row.features());
        features.computeIfPresent("height", (name, metres) -> 100 * (Double) metres);
        return LoggedPrediction.of(
                row.id(),
                row.eventTime(),
                row.score().orElseThrow(),
                row.label().orElseThrow(),
                features);
    }

    private static TimeWindow firstWindow() {
        return TimeWindow.startingAt(World.servingFrom(), Duration.ofDays(7));
    }

    private String sentence(TimelineKind kind) {
        return world.entries(kind).get(0).entry().sentence();
    }

    private List<WindowJudgement> lookAtWhatIsDue() {
        List<WindowJudgement> judged = new ArrayList<>();
        for (TimeWindow window : monitor.due(World.MODEL).windows()) {
            WindowJudgement judgement =
                    monitor.evaluate(World.MODEL, window, monitor.fitChallenger(World.MODEL, window));
            monitor.record(World.MODEL, judgement);
            raiseAlerts(monitor.alerts(World.MODEL, judgement).steps());
            judged.add(judgement);
        }
        return judged;
    }

    private void raiseAlerts(List<AlertStep> steps) {
        steps.forEach(step -> step.match(
                raise -> world.activities.alert().raise(raise.request()),
                tell -> {},
                note -> world.activities.alert().note(note.request())));
    }

    private void serve(int week, Inputs inputs, ToDoubleFunction<Row> law) {
        serveDays(7 * week, 7 * week + 7, inputs, law);
    }

    private void serveDays(int from, int to, UnaryOperator<LoggedPrediction> asLogged) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 35 + from; day < 35 + to; day++) {
            stream.day(World.day(day), Inputs.USUAL, SyntheticStream::law)
                    .forEach(row -> rows.add(asLogged.apply(row)));
        }
        world.gateway.write(rows);
    }

    private void serveDays(int from, int to, Inputs inputs, ToDoubleFunction<Row> law) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = 35 + from; day < 35 + to; day++) {
            rows.addAll(stream.day(World.day(day), inputs, law));
        }
        world.gateway.write(rows);
    }
}
