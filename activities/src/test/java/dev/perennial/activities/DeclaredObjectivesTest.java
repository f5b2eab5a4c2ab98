package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.WindowReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objectives on what a yes-or-no model decides, beside those on what it says. */
class DeclaredObjectivesTest {
    private static final String OBJECTIVES = """
            - {metric: recall, worseThanReferenceBy: 5 %, severity: page}
                - {metric: f1, below: 40 %}
                - {metric: false-positive-rate, above: 25 %}""";

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 300);
    private World world;

    @BeforeEach
    void open() {
        world = new World(directory);
        world.bootstrap(stream);
        String file =
                World.SPEC.replace("- {metric: log-loss, worseThanReferenceBy: 10 %, severity: page}", OBJECTIVES);
        world.declare(file, 2);
        world.append(
                "monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(World.servingFrom()));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theyAreJudgedEstimatedAndTold() throws IOException {
        serve(SyntheticStream::law);
        WindowJudgement quiet = judged();
        WindowReport good = report(quiet);

        assertThat(good.verdict().objectives())
                .singleElement()
                .isInstanceOfSatisfying(ObjectiveOutcome.Kept.class, kept -> {
                    assertThat(kept.objective().metric()).isEqualTo(Metric.RECALL);
                    assertThat(kept.window().value())
                            .isEqualTo(good.numbers().get("recall"))
                            .isBetween(0.3, 0.99);
                });
        assertThat(good.numbers()).containsKeys("f1", "false-positive-rate", "log-loss");
        assertThat(good.sections().orElseThrow().estimates().orElseThrow().metrics())
                .filteredOn(line -> line.harm().isPresent())
                .extracting(line -> line.metric())
                .containsExactlyInAnyOrder(EstimatedMetric.RECALL, EstimatedMetric.F1);

        assertThat(world.activities.monitor().alerts(World.MODEL, quiet).steps())
                .isEmpty();

        serve(SyntheticStream::changedLaw);
        WindowJudgement judgement = judged();
        WindowReport bad = report(judgement);

        assertThat(bad.verdict().objectives()).singleElement().isInstanceOf(ObjectiveOutcome.Broken.class);
        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(judgement.because()).startsWith("recall 0.").contains(" breaks its objective ");
        List<String> told = world.activities.monitor().alerts(World.MODEL, judgement).steps().stream()
                .map(Object::toString)
                .toList();
        assertThat(told).anyMatch(step -> step.contains("cause=recall,"));
        assertThat(told).anyMatch(step -> step.contains("cause=false-positive-rate") && step.contains("at most 0.25"));
    }

    private int served = 35;

    /* A week, and the day by whose end its labels are mature. */
    private void serve(ToDoubleFunction<SyntheticStream.Row> law) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = served; day < served + 7; day++) {
            rows.addAll(stream.day(World.day(day), Inputs.USUAL, law));
        }
        served += 7;
        world.gateway.write(rows);
    }

    private WindowJudgement judged() {
        TimeWindow window = TimeWindow.startingAt(World.day(served - 7), Duration.ofDays(7));
        WindowJudgement judgement = world.activities.monitor().evaluate(World.MODEL, window, Optional.empty());
        world.activities.monitor().record(World.MODEL, judgement);
        return judgement;
    }

    private WindowReport report(WindowJudgement judgement) throws IOException {
        WindowReport report = world.registry.document(judgement.report(), WindowReport.class);
        assertThat(report.verdict().recomputed()).hasValue(report.verdict());
        assertThat(PublishedSchema.problems(
                        WindowReport.SCHEMA,
                        new ObjectMapper()
                                .readTree(
                                        world.registry.blob(judgement.report()).orElseThrow())))
                .isEmpty();
        return report;
    }
}
