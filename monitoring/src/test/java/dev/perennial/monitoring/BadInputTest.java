package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.decision.CandidateGate;
import dev.perennial.monitoring.decision.GatePolicy;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.PairedScores;
import dev.perennial.monitoring.detector.DetectionState;
import dev.perennial.monitoring.detector.Detector;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.integrity.IntegrityFinding;
import dev.perennial.monitoring.integrity.IntegrityProfile;
import dev.perennial.monitoring.integrity.IntegrityState;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.pattern.Baseline;
import dev.perennial.monitoring.pattern.PatternOutcome;
import dev.perennial.monitoring.pattern.PatternPolicy;
import dev.perennial.monitoring.pattern.SeasonalSeries;
import dev.perennial.monitoring.pattern.SeriesPoint;
import dev.perennial.monitoring.pattern.WorseSide;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.slices.SliceAnalysis;
import dev.perennial.monitoring.slices.SliceDefinition;
import dev.perennial.monitoring.slices.SlicePolicy;
import dev.perennial.monitoring.slices.SliceReport;
import dev.perennial.monitoring.slices.SliceRows;
import dev.perennial.monitoring.table.ColumnTable;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What input that is bad in one known way ends in. The joins of labels with predictions (duplicated, conflicting and
 * unknown labels) happen where rows are read, in {@code activities}, and are not repeated here; the rates at which clean
 * input alarms are held by {@link BadInputPropertiesTest}.
 */
class BadInputTest {
    private static final Rows CLEAN = new Rows(1, 3000);
    private static final Looked.Reference REFERENCE = Looked.Reference.of(CLEAN.table(), CLEAN.times);
    private static final int N = 600;

    /** What was said, and all reports that said it. */
    private record Seen(IntegrityState state, List<Object> reports) {
        static Seen of(IntegrityState state, Object... reports) {
            return new Seen(state, List.of(reports));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void endsInTheStateThatItShould(String input, IntegrityState expected, Supplier<Seen> look) {
        Seen seen = look.get();
        assertThat(seen.state).as(input + " " + seen.reports).isEqualTo(expected);
        seen.reports.forEach(Reports::requireFinite);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWhereItIsMade(String input, Runnable making, String message) {
        assertThatThrownBy(making::run)
                .as(input)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        counts(cases);
        values(cases);
        schema(cases);
        times(cases);
        shifts(cases);
        labels(cases);
        others(cases);
        return cases.stream();
    }

    static Stream<Arguments> refused() {
        Rows empty = new Rows(2, N).numbers(value -> Double.NaN);
        return Stream.of(
                Arguments.of(
                        "missing only in the reference",
                        (Runnable) () -> Looked.Reference.of(empty.table(), empty.times),
                        "Invalid reference: x: every value is missing"),
                Arguments.of(
                        "column twice",
                        (Runnable) () -> ColumnTable.builder(1)
                                .numbers("x", new double[1])
                                .numbers("x", new double[1]),
                        "Invalid column: x is given twice"),
                Arguments.of(
                        "the reference is the window",
                        (Runnable) () -> REFERENCE.at(CLEAN.table(), CLEAN.times),
                        "Invalid reference: it is the window itself, which differs in nothing"));
    }

    private static void counts(List<Arguments> cases) {
        for (int rows : new int[] {0, 1, 49}) {
            add(cases, rows + " rows", IntegrityState.NOT_EVALUABLE, () -> window(new Rows(3, rows)));
        }
        add(cases, "no rows where there always were some", IntegrityState.DRIFT, () -> {
            Rows none = new Rows(3, 0);
            return seen(REFERENCE.at(
                    none.table(), none.times, WindowFacts.none().withVolumes(List.of(900L, 950L, 1010L, 980L))));
        });
        add(cases, "enough clean rows", IntegrityState.OK, () -> window(new Rows(4, N)));
    }

    private static void values(List<Arguments> cases) {
        add(cases, "every value missing", IntegrityState.NOT_EVALUABLE, () -> {
            Rows rows = new Rows(5, N).numbers(value -> Double.NaN);
            Looked looked = REFERENCE.at(rows.table(), rows.times);
            assertThat(looked.integrity().findings()).anyMatch(IntegrityFinding.MissingChanged.class::isInstance);
            return Seen.of(looked.integrity().stateOf("x"), looked.integrity(), looked.drift());
        });
        add(cases, "half of the values missing", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(5, N);
            return window(rows.numbersByRow(row -> row % 2 == 0 ? Double.NaN : rows.x[row]));
        });
        for (double value : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            add(cases, value + " in one row", IntegrityState.QUARANTINED, () -> spoilt(value));
        }
        for (double value : new double[] {1e308, -1e308, -0.0, Double.MIN_VALUE, 0x1p53 + 1}) {
            add(cases, value + " in one row", IntegrityState.OK, () -> spoilt(value));
            add(cases, value + " everywhere", IntegrityState.DRIFT, () -> window(new Rows(6, N).numbers(x -> value)));
        }
        add(cases, "constant in both", IntegrityState.OK, () -> {
            Looked looked = REFERENCE.at(new Rows(7, N).table(), new Rows(7, N).times);
            return Seen.of(looked.integrity().stateOf("fixed"), looked.integrity(), looked.drift());
        });
        add(cases, "becomes constant", IntegrityState.DRIFT, () -> window(new Rows(7, N).numbers(x -> 50)));
        add(cases, "stops being constant", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(7, N);
            rows.fixed[0] = 8;
            return window(rows);
        });
        add(cases, "an unseen category", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(8, N);
            Arrays.fill(rows.category, 0, 60, "omega");
            return window(rows);
        });
        add(cases, "ten thousand new categories", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(8, 20_000);
            for (int row = 0; row < 10_000; row++) {
                rows.category[row] = "new " + row;
            }
            return window(rows);
        });
        List<Function<String, String>> spellings = List.of(
                word -> word.toUpperCase(Locale.ROOT),
                word -> word + " ",
                word -> "\u00a0" + word,
                word -> Normalizer.normalize(word, Normalizer.Form.NFD));
        for (int i = 0; i < spellings.size(); i++) {
            Function<String, String> spelling = spellings.get(i);
            add(cases, "categories in another spelling, " + i, IntegrityState.DRIFT, () -> {
                Rows rows = new Rows(9, N).words(spelling::apply);
                Looked looked = REFERENCE.at(rows.table(), rows.times);
                assertThat(looked.integrity().findings())
                        .anyMatch(IntegrityFinding.CategoriesRespelt.class::isInstance);
                return seen(looked);
            });
        }
    }

    private static void schema(List<Arguments> cases) {
        add(cases, "numbers as text", IntegrityState.QUARANTINED, () -> {
            Rows rows = new Rows(10, N);
            return seen(REFERENCE.at(rows.tableOfText(text -> text), rows.times));
        });
        add(cases, "decimal comma", IntegrityState.QUARANTINED, () -> {
            Rows rows = new Rows(10, N);
            return seen(REFERENCE.at(rows.tableOfText(text -> text.replace('.', ',')), rows.times));
        });
        add(cases, "unit ×1000", IntegrityState.DRIFT, () -> scaled(new Rows(10, N).numbers(x -> 1000 * x)));
        add(
                cases,
                "epoch seconds to milliseconds",
                IntegrityState.DRIFT,
                () -> scaled(new Rows(10, N).stamps(seconds -> 1000 * seconds)));
        add(cases, "a column missing", IntegrityState.QUARANTINED, () -> {
            Rows rows = new Rows(11, N);
            return seen(REFERENCE.at(without(rows.table(), "x").build(), rows.times));
        });
        add(cases, "a column added", IntegrityState.OK, () -> {
            Rows rows = new Rows(11, N);
            return seen(REFERENCE.at(
                    without(rows.table(), "").numbers("=cmd()", rows.x.clone()).build(), rows.times));
        });
        add(cases, "columns in another order", IntegrityState.OK, () -> {
            Rows rows = new Rows(11, N);
            return seen(
                    REFERENCE.at(without(rows.table(), "x").numbers("x", rows.x).build(), rows.times));
        });
    }

    private static void times(List<Arguments> cases) {
        add(cases, "a tenth of the rows twice", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(12, N);
            int[] twice = new int[N + N / 10];
            Arrays.setAll(twice, row -> row % N);
            long[] times =
                    Arrays.stream(twice).mapToLong(row -> rows.times[row]).toArray();
            return seen(REFERENCE.at(rows.table().select(twice), times));
        });
        add(cases, "a batch of the window before", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(12, N);
            IntegrityProfile before = IntegrityProfile.of(REFERENCE.frame(), rows.table(), rows.times);
            int[] part = new int[N / 2];
            Arrays.setAll(part, row -> row);
            return seen(REFERENCE.at(
                    rows.table().select(part),
                    Arrays.copyOf(rows.times, N / 2),
                    WindowFacts.none().after(before)));
        });
        add(cases, "out of order", IntegrityState.OK, () -> {
            Rows rows = new Rows(4, N);
            int[] backwards = new int[N];
            Arrays.setAll(backwards, row -> N - 1 - row);
            long[] times =
                    Arrays.stream(backwards).mapToLong(row -> rows.times[row]).toArray();
            Looked looked = REFERENCE.at(rows.table().select(backwards), times, bounds(4));
            assertThat(looked).isEqualTo(REFERENCE.at(rows.table(), rows.times, bounds(4)));
            return seen(looked);
        });
        for (long jump : new long[] {-Rows.DAY, Rows.DAY, 7_200_000L * 12}) {
            add(cases, "times off by " + Duration.ofMillis(jump), IntegrityState.QUARANTINED, () -> {
                Rows rows = new Rows(4, N).shifted(jump);
                return seen(REFERENCE.at(rows.table(), rows.times, bounds(4)));
            });
        }
        for (double autocorrelation : new double[] {0, 0.9}) {
            add(
                    cases,
                    "days and weeks, autocorrelation " + autocorrelation,
                    IntegrityState.OK,
                    () -> season(autocorrelation));
        }
    }

    private static void shifts(List<Arguments> cases) {
        add(cases, "a sudden shift", IntegrityState.DRIFT, () -> window(new Rows(13, N).numbers(x -> x + 8)));
        add(cases, "a gradual shift", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(13, N);
            return window(rows.numbersByRow(row -> rows.x[row] + 16.0 * row / N));
        });
        add(cases, "a recurring shift", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(13, N);
            return window(rows.numbersByRow(row -> rows.x[row] + (row / 60 % 2 == 0 ? 15 : 0)));
        });
        add(
                cases,
                "another spread",
                IntegrityState.DRIFT,
                () -> window(new Rows(13, N).numbers(x -> 50 + 2.5 * (x - 50))));
        add(
                cases,
                "another correlation, column by column: not detected",
                IntegrityState.OK,
                () -> window(correlated()));
        add(cases, "another correlation, columns together", IntegrityState.DRIFT, () -> {
            JointDrift joint = JointDrift.between(CLEAN.table(), correlated().table(), 1);
            boolean found = joint instanceof JointDrift.Measured measured && measured.domainPValue() < 0.001;
            return Seen.of(found ? IntegrityState.DRIFT : IntegrityState.OK, joint);
        });
        for (boolean gradual : new boolean[] {false, true}) {
            add(cases, gradual ? "errors that grow" : "errors that jump", IntegrityState.DRIFT, () -> {
                SplittableRandom random = new SplittableRandom(14);
                Detector detector = DetectorSettings.Adwin.standard().start();
                boolean drifted = false;
                for (int i = 0; i < 4000; i++) {
                    double rate = i < 2000 ? 0.1 : gradual ? 0.1 + 0.3 * (i - 2000) / 2000 : 0.4;
                    drifted |= detector.add(random.nextDouble() < rate ? 1 : 0) == DetectionState.DRIFT;
                }
                return Seen.of(drifted ? IntegrityState.DRIFT : IntegrityState.OK, detector.snapshot());
            });
        }
        add(cases, "one segment shifted", IntegrityState.DRIFT, () -> {
            Rows rows = new Rows(13, 3000);
            return window(rows.numbersByRow(row -> rows.x[row] + ("gamma".equals(rows.category[row]) ? 40 : 0)));
        });
    }

    private static void labels(List<Arguments> cases) {
        boolean[] oneClass = new boolean[N];
        double[] scores = new SplittableRandom(15).doubles(N).toArray();
        OutcomeOptions options = OutcomeOptions.defaults();
        add(
                cases,
                "AUC of one class",
                IntegrityState.NOT_EVALUABLE,
                () -> outcome(BinaryRows.of(scores, oneClass), Metric.AUC, options));
        add(
                cases,
                "precision 0/0",
                IntegrityState.NOT_EVALUABLE,
                () -> outcome(BinaryRows.of(new double[N], oneClass), Metric.PRECISION, options));
        add(
                cases,
                "F1 0/0",
                IntegrityState.NOT_EVALUABLE,
                () -> outcome(BinaryRows.of(new double[N], oneClass), Metric.F1, options));
        add(cases, "accuracy without labels", IntegrityState.NOT_EVALUABLE, () -> {
            double[] none = new double[N];
            Arrays.fill(none, Double.NaN);
            return outcome(BinaryRows.ofArrived(scores, none), Metric.ACCURACY, options);
        });
        add(
                cases,
                "accuracy without rows",
                IntegrityState.NOT_EVALUABLE,
                () -> outcome(BinaryRows.of(new double[0], new boolean[0]), Metric.ACCURACY, options));
        add(cases, "log loss of certainties that are wrong", IntegrityState.OK, () -> {
            double[] sure = new double[N];
            boolean[] happened = new boolean[N];
            Arrays.setAll(sure, row -> row % 2);
            Arrays.fill(happened, 0, N / 2, true);
            OutcomeReport report = Outcomes.measure((LabelledRows) BinaryRows.of(sure, happened), options);
            Estimate loss = report.metric(Metric.LOG_LOSS).orElseThrow().estimate();
            assertThat(loss.point().orElseThrow()).isGreaterThan(5).isLessThan(100);
            return Seen.of(IntegrityState.OK, report);
        });
        add(
                cases,
                "R² of a constant",
                IntegrityState.NOT_EVALUABLE,
                () -> outcome(RegressionRows.of(scores, new double[N]), Metric.R2, options));
        add(cases, "a class that has vanished", IntegrityState.NOT_EVALUABLE, () -> {
            int[] labels = new int[N];
            int[] predicted = new int[N];
            Arrays.setAll(labels, row -> row % 2);
            Arrays.setAll(predicted, row -> row / 2 % 2);
            OutcomeReport report = Outcomes.measure(
                    (LabelledRows) MulticlassRows.ofClasses(List.of("a", "b", "gone"), predicted, labels), options);
            boolean said = report.toString().contains("gone");
            return Seen.of(said ? IntegrityState.NOT_EVALUABLE : IntegrityState.OK, report);
        });
    }

    private static void others(List<Arguments> cases) {
        add(cases, "a leaked label", IntegrityState.QUARANTINED, () -> {
            SplittableRandom random = new SplittableRandom(16);
            double[] champion = random.doubles(1400).toArray();
            boolean[] labels = new boolean[1400];
            double[] leaked = new double[1400];
            String[] days = new String[1400];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = random.nextDouble() < champion[row];
                leaked[row] = labels[row] ? 0.98 : 0.02;
                days[row] = "day " + row / 100;
            }
            GateVerdict verdict =
                    CandidateGate.decide(new PairedScores(champion, leaked, labels, days), GatePolicy.standard());
            boolean leak =
                    verdict instanceof GateVerdict.Rejected && verdict.because().contains("leak");
            return Seen.of(leak ? IntegrityState.QUARANTINED : IntegrityState.OK, verdict);
        });
        add(cases, "Simpson: all together", IntegrityState.OK, () -> {
            SliceReport report = simpson();
            return Seen.of(report.overall().harmed() ? IntegrityState.DRIFT : IntegrityState.OK, report);
        });
        add(cases, "Simpson: one segment", IntegrityState.DRIFT, () -> {
            SliceReport report = simpson();
            return Seen.of(report.harmed().isEmpty() ? IntegrityState.OK : IntegrityState.DRIFT, report);
        });
        add(cases, "a reference with 5 % outliers, a clean window", IntegrityState.OK, () -> {
            Rows window = new Rows(18, N);
            Looked looked = poisoned().at(window.table(), window.times);
            return Seen.of(looked.integrity().state(), looked.integrity(), looked.drift());
        });
        add(cases, "a reference with 5 % outliers, another unit", IntegrityState.DRIFT, () -> {
            Rows window = new Rows(18, N).numbers(x -> 1000 * x);
            Looked looked = poisoned().at(window.table(), window.times);
            assertThat(looked.integrity().findings())
                    .filteredOn(IntegrityFinding.ScaleChanged.class::isInstance)
                    .extracting(finding -> ((IntegrityFinding.ScaleChanged) finding).label())
                    .containsExactly("×1000");
            return seen(looked);
        });
    }

    private static void add(List<Arguments> cases, String input, IntegrityState expected, Supplier<Seen> look) {
        cases.add(Arguments.of(input, expected, look));
    }

    private static Seen seen(Looked looked) {
        return Seen.of(looked.state(), looked.integrity(), looked.drift());
    }

    private static Seen window(Rows rows) {
        return seen(REFERENCE.at(rows.table(), rows.times));
    }

    private static Seen spoilt(double value) {
        Rows rows = new Rows(6, N);
        rows.x[17] = value;
        return window(rows);
    }

    private static Seen scaled(Rows rows) {
        Looked looked = REFERENCE.at(rows.table(), rows.times);
        assertThat(looked.integrity().findings())
                .filteredOn(IntegrityFinding.ScaleChanged.class::isInstance)
                .extracting(IntegrityFinding::hint)
                .singleElement()
                .asString()
                .startsWith("scale ×1000");
        return seen(looked);
    }

    private static ColumnTable.Builder without(ColumnTable table, String name) {
        ColumnTable.Builder builder = ColumnTable.builder(table.rows());
        table.columns().forEach((other, column) -> {
            if (!other.equals(name)) {
                builder.add(other, column);
            }
        });
        return builder;
    }

    private static WindowFacts bounds(long seed) {
        long from = (16_000 + seed) * Rows.DAY;
        return WindowFacts.none().between(from, from + Rows.DAY);
    }

    private static Rows correlated() {
        Rows rows = new Rows(17, 3000);
        SplittableRandom random = new SplittableRandom(170);
        Arrays.setAll(rows.y, row -> 50 + 0.9 * (rows.x[row] - 50) + Math.sqrt(1 - 0.81) * 10 * Rows.bell(random));
        return rows;
    }

    private static Looked.Reference poisoned() {
        Rows rows = new Rows(19, 3000);
        for (int row = 0; row < rows.size(); row += 20) {
            rows.x[row] = 1e9;
        }
        return Looked.Reference.of(rows.table(), rows.times);
    }

    private static Seen season(double autocorrelation) {
        SplittableRandom random = new SplittableRandom(21);
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        List<SeriesPoint> points = new ArrayList<>();
        double noise = 0;
        for (int hour = 0; hour < 24 * 7 * 12; hour++) {
            noise = autocorrelation * noise + Rows.bell(random);
            double season = 200 + 40 * Math.sin(hour * Math.PI / 12) - (hour / 24 % 7 >= 5 ? 50 : 0);
            points.add(new SeriesPoint(start.plus(Duration.ofHours(hour)), season + noise, 1));
        }
        PatternOutcome outcome = SeasonalSeries.of(points)
                .compare(
                        start.plus(Duration.ofHours(points.size() - 1)),
                        Baseline.FOUR_WEEKS,
                        PatternPolicy.of(WorseSide.EITHER, 0.02));
        return Seen.of(outcome instanceof PatternOutcome.AsUsual ? IntegrityState.OK : IntegrityState.DRIFT, outcome);
    }

    private static Seen outcome(LabelledRows rows, Metric metric, OutcomeOptions options) {
        OutcomeReport report = Outcomes.measure(rows, options);
        Estimate estimate = report.metric(metric).orElseThrow().estimate();
        boolean said = estimate instanceof Estimate.NotEvaluable;
        return Seen.of(said ? IntegrityState.NOT_EVALUABLE : IntegrityState.OK, report);
    }

    /* In one segment the model becomes worse, in the other better by as much: all together nothing has changed. */
    private static SliceReport simpson() {
        return SliceAnalysis.analyse(
                segments(22, 0.9, 0.7),
                segments(23, 0.7, 0.9),
                List.of(new SliceDefinition.ByColumn("segment")),
                List.of(MetricName.of(Metric.ACCURACY)),
                OutcomeOptions.defaults(),
                SlicePolicy.defaults());
    }

    private static SliceRows segments(long seed, double rightInFirst, double rightInSecond) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 4000;
        String[] segment = new String[n];
        double[] scores = new double[n];
        boolean[] labels = new boolean[n];
        for (int row = 0; row < n; row++) {
            segment[row] = row % 2 == 0 ? "first" : "second";
            labels[row] = random.nextDouble() < 0.5;
            boolean right = random.nextDouble() < (row % 2 == 0 ? rightInFirst : rightInSecond);
            scores[row] = labels[row] == right ? 0.8 : 0.2;
        }
        return new SliceRows(
                ColumnTable.builder(n).categories("segment", segment).build(), BinaryRows.of(scores, labels));
    }
}
