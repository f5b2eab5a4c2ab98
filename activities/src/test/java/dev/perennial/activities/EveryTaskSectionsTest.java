package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.monitoring.compat.evidently.EvidentlyMetric;
import dev.perennial.monitoring.compat.evidently.EvidentlyReport;
import dev.perennial.monitoring.compat.evidently.EvidentlyTask;
import dev.perennial.monitoring.compat.evidently.EvidentlyValue;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.PerformanceEstimate;
import dev.perennial.monitoring.report.EstimateSection;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportSections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parts of a window's report beside its verdict, of models that say a quantity or one of several classes. */
class EveryTaskSectionsTest extends EveryTaskWatching {
    private static final String SAID = "3 * size AS _score, ";
    private static final String NO_PAIR = "NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score";
    private static final String LAW =
            "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
    private static final String SAID_CLASS =
            "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ";

    @Test
    void evidentlysFiguresOfAQuantityAreThoseOfTheSameRows() throws SQLException, IOException {
        watch(QUANTITY, "compat: evidently-0.7", "3 * size + noise");
        week("raw", SAID, "3 * size + noise AS _label");

        OutcomeWindowReport report = judged();

        EvidentlyReport figures = sections(report).evidently().orElseThrow();
        assertThat(figures.presets())
                .extracting(preset -> preset.name())
                .containsExactly("DataDriftPreset", "DataSummaryPreset", "RegressionPreset");
        assertThat(figures.presets().get(0).metrics())
                .extracting(EvidentlyMetric::name)
                .anyMatch(name -> name.startsWith("ValueDrift(column=prediction,"))
                .hasSize(5);
        EvidentlyReport byHand = EvidentlyReport.of(
                columns("SELECT size, kind, _label AS outcome FROM " + proven()),
                columns("SELECT size, kind, 3 * size + noise AS outcome FROM " + served()),
                new EvidentlyTask.None());
        assertThat(figures.presets().get(0).metrics()).containsAll(ofColumns(byHand));
        List<EvidentlyMetric> regression = figures.presets().get(2).metrics();
        assertThat(mean(regression, "MAE(")).isCloseTo(report.numbers().get("mae"), within(1e-9));
        assertThat(mean(regression, "MeanError(")).isCloseTo(report.numbers().get("bias"), within(1e-9));
        assertThat(single(regression, "RMSE(")).isCloseTo(report.numbers().get("rmse"), within(1e-9));
        assertThat(single(regression, "R2Score(")).isCloseTo(report.numbers().get("r2"), within(1e-9));
    }

    @Test
    void evidentlysFiguresOfSeveralClassesAreOfTheMostProbableOne() throws SQLException, IOException {
        watch(CLASSES, "compat: evidently-0.7", LAW);
        week("raw", SAID_CLASS, "CASE WHEN kind = 'a' AND size < 9 THEN " + LAW + " END AS _class");

        OutcomeWindowReport report = judged();

        EvidentlyReport figures = sections(report).evidently().orElseThrow();
        assertThat(figures.presets())
                .extracting(preset -> preset.name())
                .containsExactly("DataDriftPreset", "DataSummaryPreset", "ClassificationPreset");
        EvidentlyReport byHand = EvidentlyReport.of(
                columns("SELECT size, kind, _class AS outcome FROM " + proven()),
                columns("SELECT size, kind, CASE WHEN kind = 'a' AND size < 9 THEN " + LAW + " END AS outcome FROM "
                        + served()),
                new EvidentlyTask.None());
        assertThat(figures.presets().get(0).metrics()).containsAll(ofColumns(byHand));
        List<EvidentlyMetric> classification = figures.presets().get(2).metrics();
        assertThat(report.numbers().get("accuracy")).isBetween(0.7, 0.99);
        assertThat(single(classification, "Accuracy("))
                .isCloseTo(report.numbers().get("accuracy"), within(1e-9));
        assertThat(single(classification, "F1Score("))
                .isCloseTo(report.numbers().get("macro-f1"), within(1e-9));
    }

    @Test
    void evidentlysFiguresAreAbsentWhereNobodyAsksOrAWindowIsEmptyOfLabels() throws SQLException, IOException {
        watch(QUANTITY, "lateness: P1D", "3 * size + noise");
        week("raw", SAID, "NULL::DOUBLE AS _label");
        assertThat(sections(judged()).evidently()).isEmpty();

        registry.applySpec(declared(QUANTITY, "compat: evidently-0.7"), "ask", ADA);
        EvidentlyReport figures = sections(judged()).evidently().orElseThrow();
        assertThat(figures.presets().get(2).metrics())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metric.value()).isInstanceOf(EvidentlyValue.NoNumber.class));
    }

    @Test
    void whatIsHeldAgainstRowsIsAbsentWithAWordWhereTheRowsAreGone() throws SQLException, IOException {
        watch(QUANTITY, "compat: evidently-0.7", "3 * size + noise");
        week("raw", SAID, "3 * size + noise AS _label");
        Digest heldOut = reference().rows().heldOut();
        store.delete("blobs/sha256/" + heldOut.hex().substring(0, 2) + "/" + heldOut);

        OutcomeWindowReport report = judged();

        assertThat(sections(report).evidently()).isEmpty();
        assertThat(report.numbers()).containsKey("rmse");
        assertThat(report.notes())
                .contains("the rows that the champion was proven on, " + heldOut.abbreviated()
                        + ", are not stored any more: what is compared with them row by row is absent");
    }

    /* Errors of rows beyond 8 are eight times as large: the squared ones are 16 / 3 there and 1 / 12 elsewhere. */
    private static final String UNEVEN = "3 * size + noise * CASE WHEN size > 8 THEN 4 ELSE 0.5 END";

    private static final String MORE_LARGE = "CASE WHEN i % 4 = 0 THEN 8 + raw / 5 ELSE raw END";

    @Test
    void theErrorOfAQuantityIsExpectedBeforeItsLabelsAsTheyThenShowIt() throws SQLException, IOException {
        watch(QUANTITY, "lateness: PT0S", UNEVEN);
        week("raw", SAID, UNEVEN + " AS _label");

        OutcomeWindowReport report = judged();

        EstimateSection section = sections(report).estimates().orElseThrow();
        EstimateSection.Line line = line(section, EstimatedMetric.ROOT_MEAN_SQUARED_ERROR);
        assertThat(line.estimate()).isInstanceOf(PerformanceEstimate.Estimated.class);
        assertThat(line.realised()).hasValueCloseTo(report.numbers().get("rmse"), within(1e-9));
        assertThat(report.numbers().get("rmse")).isCloseTo(Math.sqrt(0.2 * 16 / 3 + 0.8 / 12), within(0.1));
        assertThat(report.numbers().get("estimated-rmse"))
                .isCloseTo(report.numbers().get("rmse"), within(0.1));
        assertThat(report.numbers().get("estimated-mae"))
                .isCloseTo(report.numbers().get("mae"), within(0.1));
        assertThat(section.metrics())
                .filteredOn(one -> one.harm().isPresent())
                .extracting(EstimateSection.Line::metric)
                .containsExactly(EstimatedMetric.MEAN_ABSOLUTE_ERROR, EstimatedMetric.ROOT_MEAN_SQUARED_ERROR);
        assertThat(report.notes().get(0)).doesNotContain("estimates");
    }

    @Test
    void theErrorOfAQuantityIsExpectedToGrowWhereHardRowsBecomeMoreAndLabelsHaveTheLastWord()
            throws SQLException, IOException {
        watch(QUANTITY, "lateness: PT0S", UNEVEN, "{metric: rmse, worseThanReferenceBy: 20 %}");
        // What happens is what the law says on average: no error at all.
        week(MORE_LARGE, SAID, "3 * size AS _label");

        OutcomeWindowReport report = judged();

        EstimateSection.Line line =
                line(sections(report).estimates().orElseThrow(), EstimatedMetric.ROOT_MEAN_SQUARED_ERROR);
        assertThat(line.estimate().numbers().orElseThrow().value())
                .isCloseTo(Math.sqrt(0.4 * 16 / 3 + 0.6 / 12), within(0.15));
        assertThat(line.harm().orElseThrow().verdict()).isInstanceOf(HarmVerdict.Harmed.class);
        assertThat(line.realised().orElseThrow()).isLessThan(0.7);
        assertThat(report.verdict().word()).isEqualTo(WindowVerdict.Word.DRIFT_RECORDED);
        assertThat(report.verdict().because())
                .startsWith("no objective is broken; ")
                .doesNotContain("estimated");
    }

    @Test
    void severalClassesAreExpectedToBeConfusedMoreWhereRowsMoveToTheirLimits() throws SQLException, IOException {
        watch(CLASSES, "lateness: PT0S", LAW);
        week("raw", SAID_CLASS, LAW + " AS _class");
        OutcomeWindowReport usual = judged();
        assertThat(usual.numbers().get("estimated-accuracy"))
                .isCloseTo(usual.numbers().get("accuracy"), within(0.03));
        assertThat(usual.numbers().get("estimated-log-loss"))
                .isCloseTo(usual.numbers().get("log-loss"), within(0.05));
        assertThat(usual.numbers().get("estimated-macro-f1"))
                .isCloseTo(usual.numbers().get("macro-f1"), within(0.03));

        for (int day = 49; day < 56; day++) {
            serve(day, "CASE WHEN i % 2 = 0 THEN 2 + raw / 5 ELSE raw END", SAID_CLASS + NO_PAIR, LAW + " AS _class");
        }
        serve(57, SAID_CLASS + NO_PAIR, LAW + " AS _class");
        OutcomeWindowReport moved = judged(SERVED_FROM.plus(Duration.ofDays(14)));

        double accuracy = value(moved, EstimatedMetric.ACCURACY);
        assertThat(accuracy)
                .isLessThan(value(usual, EstimatedMetric.ACCURACY) - 0.05)
                .isCloseTo(moved.numbers().get("accuracy"), within(0.05));
        assertThat(value(moved, EstimatedMetric.LOG_LOSS))
                .isGreaterThan(value(usual, EstimatedMetric.LOG_LOSS) + 0.05)
                .isCloseTo(moved.numbers().get("log-loss"), within(0.1));
    }

    @Test
    void anEstimateForRowsThatTheReferenceHardlyHoldsIsNotTrustedAndSaysWhy() throws SQLException, IOException {
        watch(QUANTITY, "lateness: PT0S", UNEVEN, "{metric: rmse, worseThanReferenceBy: 20 %}");
        week("raw + 20", SAID, "CASE WHEN i < 300 THEN 3 * size END AS _label");

        OutcomeWindowReport report = judged();

        EstimateSection section = sections(report).estimates().orElseThrow();
        assertThat(section.overlap().outsideShare()).isGreaterThan(0.9);
        assertThat(section.metrics())
                .filteredOn(line -> !(line.estimate() instanceof PerformanceEstimate.NotEvaluable))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(line.estimate())
                        .isInstanceOfSatisfying(
                                PerformanceEstimate.Untrusted.class,
                                untrusted -> assertThat(untrusted.reason()).contains("domain AUC")));
        assertThat(report.numbers().keySet()).noneMatch(name -> name.startsWith("estimated-"));
        assertThat(section.metrics())
                .allSatisfy(line -> assertThat(line.realised()).isEmpty());
        assertThat(report.verdict().word()).isEqualTo(WindowVerdict.Word.NOT_EVALUABLE);
        assertThat(report.verdict().because())
                .startsWith("2,100 of 6,300 labels have arrived, at least 90 % and 200 are needed; ")
                .contains("root-mean-squared-error is estimated");
    }

    @Test
    void harmIsEstimatedWhenAWindowClosesAndHeldAgainstItsLabelsLater() throws SQLException, IOException {
        watch(QUANTITY, "lateness: PT0S", UNEVEN, "{metric: rmse, worseThanReferenceBy: 20 %, severity: page}");
        String label = UNEVEN + " AS _label";
        for (int day = 35; day < 42; day++) {
            serve(day, MORE_LARGE, SAID + NO_PAIR, label);
        }
        serve(42, SAID + NO_PAIR, label);
        MonitorActivities monitor = activities.monitor();
        TimeWindow window = TimeWindow.startingAt(SERVED_FROM, Duration.ofDays(7));
        assertThat(monitor.due(MODEL).windows()).isEmpty();
        assertThat(monitor.awaitingLabels(MODEL).windows()).containsExactly(window);

        MonitorActivities.WindowForecast forecast = monitor.estimate(MODEL, window);

        assertThat(forecast.verdict()).as(forecast.because()).isEqualTo("harm-estimated");
        assertThat(forecast.because())
                .startsWith("2013-02-05/P7D, 6,300 rows before their labels: harm is estimated,"
                        + " root-mean-squared-error is estimated at 1.")
                .contains("; 0 of 6,300 labels have arrived, at least 90 % and 200 are needed; ")
                .contains("; the cause is a burst of one subpopulation (quarantine): size ");
        assertThat(monitor.estimate(MODEL, window)).isEqualTo(forecast);
        assertThat(monitor.awaitingLabels(MODEL).windows()).isEmpty();
        assertThat(monitor.estimateAlerts(MODEL, forecast).steps().toString())
                .contains("cause=estimated-harm")
                .contains(Severity.TICKET.name());
        assertThat(registry.history(MODEL, 0, 10_000))
                .filteredOn(entry -> entry.entry().kind() == TimelineKind.HARM_ESTIMATED)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.entry().sentence()).isEqualTo(forecast.because());
                    assertThat(entry.entry().evidence().numbers()).containsKeys("estimated-rmse", "rows");
                });
        OutcomeEstimateReport said = registry.document(forecast.report(), OutcomeEstimateReport.class);
        assertThat(said.verdict().recomputed()).contains(said.verdict());

        serve(43, SAID + NO_PAIR, label);
        OutcomeWindowReport report = judged();

        assertThat(report.verdict().word()).isEqualTo(WindowVerdict.Word.HARM);
        EstimateSection.Line line =
                line(sections(report).estimates().orElseThrow(), EstimatedMetric.ROOT_MEAN_SQUARED_ERROR);
        assertThat(line.estimate()).isEqualTo(said.estimate().of(EstimatedMetric.ROOT_MEAN_SQUARED_ERROR));
        assertThat(line.record().windows()).isEqualTo(1);
        assertThat(line.estimate().numbers().orElseThrow().value())
                .isCloseTo(line.realised().orElseThrow(), within(0.25));
        assertThat(sections(report)
                        .estimateRecords()
                        .orElseThrow()
                        .of(EstimatedMetric.MEAN_ABSOLUTE_ERROR)
                        .windows())
                .isEqualTo(1);
    }

    @Test
    void severalClassesArePresumedHealthyUntilTheirLabelsSayMore() throws SQLException, IOException {
        watch(CLASSES, "lateness: PT0S", LAW, "{metric: log-loss, worseThanReferenceBy: 50 %}");
        for (int day = 35; day < 43; day++) {
            serve(day, SAID_CLASS + NO_PAIR, LAW + " AS _class");
        }
        MonitorActivities monitor = activities.monitor();
        TimeWindow window = TimeWindow.startingAt(SERVED_FROM, Duration.ofDays(7));
        assertThat(monitor.awaitingLabels(MODEL).windows()).containsExactly(window);

        MonitorActivities.WindowForecast forecast = monitor.estimate(MODEL, window);

        assertThat(forecast.verdict()).as(forecast.because()).isEqualTo("presumed-healthy");
        assertThat(forecast.because())
                .startsWith(
                        "2013-02-05/P7D, 6,300 rows before their labels: no estimate speaks for harm; 0 of 6,300 labels"
                                + " have arrived, at least 90 % and 200 are needed; ");
        assertThat(monitor.estimateAlerts(MODEL, forecast).steps()).isEmpty();
        OutcomeEstimateReport said = registry.document(forecast.report(), OutcomeEstimateReport.class);
        assertThat(said.harm()).singleElement().isInstanceOf(HarmVerdict.NotHarmed.class);
        assertThat(said.verdict().evidence().champion().rows()).isZero();
    }

    @Test
    void ofAWindowWithoutRowsNothingIsEstimated() throws SQLException, IOException {
        watch(CLASSES, "compat: evidently-0.7", LAW);
        week("raw", SAID_CLASS, LAW + " AS _class");

        OutcomeWindowReport report = judged(SERVED_FROM.plus(Duration.ofDays(30)));

        assertThat(report.verdict().word()).isEqualTo(WindowVerdict.Word.SILENCE);
        assertThat(sections(report).estimates()).isEmpty();
        assertThat(activities
                        .monitor()
                        .estimate(
                                MODEL, TimeWindow.startingAt(SERVED_FROM.plus(Duration.ofDays(30)), Duration.ofDays(7)))
                        .verdict())
                .isEqualTo("silence");
    }

    private static EstimateSection.Line line(EstimateSection section, EstimatedMetric metric) {
        return section.metrics().stream()
                .filter(line -> line.metric() == metric)
                .findFirst()
                .orElseThrow();
    }

    private static double value(OutcomeWindowReport report, EstimatedMetric metric) {
        return line(sections(report).estimates().orElseThrow(), metric)
                .estimate()
                .numbers()
                .orElseThrow()
                .value();
    }

    private void watch(String file, String monitor, String law, String... objectives) throws SQLException {
        registry.applySpec(
                declared(file, monitor)
                        .replace("  retrain:\n", "  objectives: [" + String.join(", ", objectives) + "]\n  retrain:\n"),
                "apply",
                ADA);
        watch(law);
    }

    private static String declared(String file, String monitor) {
        return file.replace("  retrain:\n", "  monitor: {every: P7D, window: P7D, " + monitor + "}\n  retrain:\n");
    }

    /* The window, and the day after the next by which its labels are mature. */
    private void week(String size, String answers, String label) throws SQLException {
        for (int day : new int[] {35, 36, 37, 38, 39, 40, 41, 43}) {
            serve(day, size, answers + NO_PAIR, label);
        }
    }

    private OutcomeWindowReport judged() throws IOException {
        return judged(SERVED_FROM);
    }

    private OutcomeWindowReport judged(Instant from) throws IOException {
        TimeWindow window = TimeWindow.startingAt(from, Duration.ofDays(7));
        Digest report =
                activities.monitor().evaluate(MODEL, window, Optional.empty()).report();
        assertThat(PublishedSchema.problems(
                        OutcomeWindowReport.SCHEMA,
                        new ObjectMapper().readTree(registry.blob(report).orElseThrow())))
                .isEmpty();
        OutcomeWindowReport read = registry.document(report, OutcomeWindowReport.class);
        assertThat(read.verdict().recomputed()).contains(read.verdict());
        return read;
    }

    private static ReportSections sections(OutcomeWindowReport report) {
        return report.sections().orElseThrow();
    }

    private OutcomeReference reference() {
        return registry.document(
                registry.manifest(registry.state(MODEL).requireChampion()).referenceProfile(), OutcomeReference.class);
    }

    private String proven() {
        Path file = directory.resolve("proven.parquet");
        assertThat(registry.blob(reference().rows().heldOut(), file)).isTrue();
        return "read_parquet('" + file + "') ORDER BY _event_time, _id";
    }

    /* The rows of the window as serve(...) makes them. */
    private static String served() {
        return "(SELECT (hash(i + day * 1000) % 1000) / 100.0 AS size, ['a', 'b'][1 + (hash(i + 77) % 2)::INTEGER] AS kind,"
                + " ((hash(i + 999) % 1000) / 500.0 - 1) AS noise, day, i FROM range(35, 42) d(day), range(900) t(i))"
                + " ORDER BY day, i";
    }

    private static ColumnTable columns(String sql) throws SQLException {
        List<Double> sizes = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<Object> outcomes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                sizes.add(rows.getDouble(1));
                kinds.add(rows.getString(2));
                outcomes.add(rows.getObject(3));
            }
        }
        ColumnTable.Builder table = ColumnTable.builder(sizes.size())
                .numbers("size", sizes.stream().mapToDouble(size -> size).toArray())
                .categories("kind", kinds.toArray(String[]::new));
        return (outcomes.get(0) instanceof Number
                        ? table.numbers(
                                "outcome",
                                outcomes.stream()
                                        .mapToDouble(value -> ((Number) value).doubleValue())
                                        .toArray())
                        : table.categories("outcome", outcomes.toArray(String[]::new)))
                .build();
    }

    private static List<EvidentlyMetric> ofColumns(EvidentlyReport report) {
        List<EvidentlyMetric> columns = report.presets().get(0).metrics().stream()
                .filter(metric -> metric.name().startsWith("ValueDrift("))
                .toList();
        assertThat(columns).hasSize(3);
        return columns;
    }

    private static double single(List<EvidentlyMetric> metrics, String name) {
        return ((EvidentlyValue.Single) named(metrics, name)).value();
    }

    private static double mean(List<EvidentlyMetric> metrics, String name) {
        return ((EvidentlyValue.MeanAndDeviation) named(metrics, name)).mean();
    }

    private static EvidentlyValue named(List<EvidentlyMetric> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.name().startsWith(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
