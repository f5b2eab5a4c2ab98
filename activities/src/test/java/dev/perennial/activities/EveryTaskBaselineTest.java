package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.compat.evidently.EvidentlyValue;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportContext;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What windows of a quantity, or of one of several classes, are compared with where a part of the log is declared. */
class EveryTaskBaselineTest extends EveryTaskWatching {
    private static final String LAW =
            "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
    private static final String SAID_CLASS =
            "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ";
    private static final String LARGE = "5 + size / 2";

    @Test
    void aQuantityOfAWeekIsComparedWithTheWeekBefore() throws SQLException, IOException {
        declare(QUANTITY, "{same-window-last: P7D}, compat: evidently-0.7");
        watch("3 * size + noise");
        weeks("3 * size AS _score, ", "3 * size + noise AS _label");

        OutcomeWindowReport first = looked(35);
        assertThat(first.notes())
                .contains("nothing is logged in 2013-01-29/P7D, with which inputs and scores are to be compared:"
                        + " no drift can be told");
        assertThat(drifted(first)).isZero();
        assertThat(first.numbers()).containsKey("rmse");

        OutcomeWindowReport second = looked(42);
        assertThat(drifted(second)).isZero();
        ReportContext.Compared compared = compared(second).orElseThrow();
        assertThat(compared.period()).isEqualTo(first.window());
        assertThat(registry.blob(compared.profile())).isNotEmpty();
        assertThat(domainAuc(second)).isBetween(0.4, 0.6);
        assertThat(evidentlysDrift(second, "ValueDrift(column=size,")).isLessThan(0.1);

        OutcomeWindowReport third = looked(49);
        assertThat(drifted(third)).isEqualTo(2);
        assertThat(domainAuc(third)).isGreaterThan(0.7);
        assertThat(evidentlysDrift(third, "ValueDrift(column=size,")).isGreaterThan(0.3);
        assertThat(evidentlysDrift(third, "ValueDrift(column=prediction,")).isGreaterThan(0.3);
        assertThat(third.sections().orElseThrow().distributions())
                .filteredOn(shown -> shown.column().equals("size"))
                .singleElement()
                .extracting(ColumnDistribution::reference)
                .satisfies(side -> assertThat(
                                side.counts().stream().mapToLong(count -> count).sum())
                        .isEqualTo(6300));
        assertThat(third.verdict().evidence().reference())
                .isEqualTo(first.verdict().evidence().reference());
    }

    @Test
    void severalClassesOfEveryWeekAreComparedWithTheDeclaredOne() throws SQLException, IOException {
        declare(CLASSES, "{period: 2013-02-05T00:00Z/P7D}");
        watch(LAW);
        weeks(SAID_CLASS, LAW + " AS _class");

        assertThat(drifted(looked(35))).isZero();
        assertThat(drifted(looked(42))).isZero();
        OutcomeWindowReport third = looked(49);
        assertThat(third.verdict().evidence().drift().drifted())
                .extracting(ColumnDrift.Drifted::column)
                .containsExactlyInAnyOrder("size", "score");
        assertThat(compared(third).orElseThrow().period())
                .isEqualTo(TimeWindow.startingAt(SERVED_FROM, Duration.ofDays(7)));
    }

    @Test
    void whoDeclaresNoneIsComparedWithWhatTheChampionWasProvenOn() throws SQLException, IOException {
        declare(QUANTITY, "{from: training}");
        watch("3 * size + noise");
        weeks("3 * size AS _score, ", "3 * size + noise AS _label");

        OutcomeWindowReport first = looked(35);

        assertThat(drifted(first)).isEqualTo(2);
        assertThat(compared(first)).isEmpty();
    }

    private void declare(String file, String reference) {
        registry.applySpec(
                declared(file, "{metric: predictions, below: 100}")
                        .replace("window: P7D}", "window: P7D, reference: " + reference + "}"),
                "apply",
                ADA);
    }

    /* Two weeks of larger sizes, one as it used to be, and the day by which its labels are mature. */
    private void weeks(String answers, String label) throws SQLException {
        for (int day = 35; day < 49; day++) {
            serveAs(LARGE + " AS size, kind", answers, label, day);
        }
        for (int day = 49; day < 58; day++) {
            serve(answers, label, day);
        }
    }

    private static double drifted(OutcomeWindowReport report) {
        return report.numbers().getOrDefault("drifted-columns", Double.NaN);
    }

    private static Optional<ReportContext.Compared> compared(OutcomeWindowReport report) {
        return report.context().orElseThrow().basis().compared();
    }

    private static double domainAuc(OutcomeWindowReport report) {
        return ((JointDrift.Measured) report.sections().orElseThrow().joint().orElseThrow()).domainAuc();
    }

    private static double evidentlysDrift(OutcomeWindowReport report, String name) {
        return report.sections().orElseThrow().evidently().orElseThrow().presets().get(0).metrics().stream()
                .filter(metric -> metric.name().startsWith(name))
                .map(metric -> ((EvidentlyValue.Single) metric.value()).value())
                .findFirst()
                .orElseThrow();
    }
}
