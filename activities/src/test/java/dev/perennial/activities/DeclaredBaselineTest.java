package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.ProfileActivities.SegmentPlan;
import dev.perennial.workflows.monitor.ReportContext;
import dev.perennial.workflows.monitor.WindowReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredBaselineTest {
    private static final Inputs SHIFTED = new Inputs(-0.4, 0.8);
    private static final double WEEK = 2100;

    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 300);
    private World world;

    @BeforeEach
    void open() {
        world = new World(directory);
        world.bootstrap(stream);
        world.append(
                "monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(World.servingFrom()));
        for (Inputs week : List.of(SHIFTED, SHIFTED, Inputs.USUAL, Inputs.USUAL)) {
            serve(week);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aWeekIsComparedWithTheWeekBefore() {
        declare("{same-window-last: P7D}");

        List<WindowReport> reports = lookAtWhatIsDue();

        assertThat(reports).hasSize(3);
        assertThat(drifted(reports.get(0))).isZero();
        assertThat(reports.get(0).notes())
                .contains("nothing is logged in 2013-01-29/P7D, with which inputs and scores are to be compared:"
                        + " no drift can be told");
        assertThat(drifted(reports.get(1))).isZero();
        assertThat(drifted(reports.get(2))).isGreaterThanOrEqualTo(2);
        assertThat(reports).allSatisfy(report -> {
            ReportContext.Compared compared = compared(report).orElseThrow();
            assertThat(compared.period().to()).isEqualTo(report.window().from());
            assertThat(world.registry.blob(compared.profile())).isNotEmpty();
            assertThat(report.verdict().recomputed()).hasValue(report.verdict());
        });
        assertThat(joint(reports.get(1)).domainAuc()).isBetween(0.4, 0.6);
        assertThat(joint(reports.get(2)).domainAuc()).isGreaterThan(0.7);
    }

    @Test
    void everyWeekIsComparedWithTheDeclaredOne() {
        declare("{period: 2013-02-05T00:00Z/P7D}");

        List<WindowReport> reports = lookAtWhatIsDue();

        assertThat(reports).extracting(DeclaredBaselineTest::drifted).startsWith(0.0, 0.0);
        assertThat(drifted(reports.get(2))).isGreaterThanOrEqualTo(2);
        assertThat(compared(reports.get(2)).orElseThrow().period())
                .isEqualTo(TimeWindow.startingAt(World.servingFrom(), Duration.ofDays(7)));
        assertThat(reports.get(2).sections().orElseThrow().distributions())
                .filteredOn(shown -> shown.column().equals("height"))
                .singleElement()
                .extracting(ColumnDistribution::reference)
                .satisfies(side -> assertThat(side.counts().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isLessThanOrEqualTo((long) WEEK)
                        .isGreaterThan((long) WEEK / 2));
    }

    @Test
    void whatTheChampionWasProvenOnIsTheBaselineOfWhoeverDeclaresNone() {
        List<WindowReport> reports = lookAtWhatIsDue();

        assertThat(drifted(reports.get(0))).isGreaterThanOrEqualTo(2);
        assertThat(drifted(reports.get(2))).isZero();
        assertThat(reports).allSatisfy(report -> assertThat(compared(report)).isEmpty());
    }

    @Test
    void segmentsOfTheBaselineAreCountedWithThoseOfTheWindow() {
        TimeWindow third = TimeWindow.startingAt(World.day(35 + 14), Duration.ofDays(7));
        SegmentPlan alone = world.activities.profiles().plan(World.MODEL, third);
        declare("{same-window-last: P14D}");

        SegmentPlan both = world.activities.profiles().plan(World.MODEL, third);

        assertThat(both.missing()).isEqualTo(2 * alone.missing());
    }

    private void declare(String reference) {
        String file = World.SPEC.replace("window: P7D}", "window: P7D, reference: " + reference + "}");
        assertThat(file).contains(reference);
        world.declare(file, 2);
    }

    private static double drifted(WindowReport report) {
        return report.numbers().getOrDefault("drifted-columns", Double.NaN);
    }

    private static Optional<ReportContext.Compared> compared(WindowReport report) {
        return report.context().orElseThrow().basis().compared();
    }

    private static JointDrift.Measured joint(WindowReport report) {
        return (JointDrift.Measured) report.sections().orElseThrow().joint().orElseThrow();
    }

    private List<WindowReport> lookAtWhatIsDue() {
        List<WindowReport> reports = new ArrayList<>();
        for (TimeWindow window : world.activities.monitor().due(World.MODEL).windows()) {
            WindowJudgement judgement = world.activities.monitor().evaluate(World.MODEL, window, Optional.empty());
            assertThat(judgement).isEqualTo(world.activities.monitor().evaluate(World.MODEL, window, Optional.empty()));
            world.activities.monitor().record(World.MODEL, judgement);
            reports.add(world.registry.document(judgement.report(), WindowReport.class));
        }
        return reports;
    }

    private int served = 35;

    private void serve(Inputs inputs) {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int day = served; day < served + 7; day++) {
            rows.addAll(stream.day(World.day(day), inputs, SyntheticStream::law));
        }
        served += 7;
        world.gateway.write(rows);
    }
}
