package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.BadInput.Ending;
import dev.perennial.monitoring.BadInput.Seen;
import dev.perennial.monitoring.detector.DetectionState;
import dev.perennial.monitoring.detector.Detector;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.integrity.IntegrityProfile;
import dev.perennial.monitoring.integrity.ValueFinding;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.pattern.Baseline;
import dev.perennial.monitoring.pattern.PatternOutcome;
import dev.perennial.monitoring.pattern.PatternPolicy;
import dev.perennial.monitoring.pattern.SeasonalSeries;
import dev.perennial.monitoring.pattern.SeriesPoint;
import dev.perennial.monitoring.pattern.WorseSide;
import dev.perennial.monitoring.profile.TableProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Bad input, rows 9 to 11, 16 and 17 of its table: rows that repeat, come at a wrong time or shift, and references. */
final class BadRows {
    private static final int N = BadColumns.N;
    private static final Looked.Reference REFERENCE = BadColumns.REFERENCE;
    private static final long HOUR = 3_600_000;

    private final List<BadInput> cases = new ArrayList<>();

    private BadRows() {}

    static List<BadInput> cases() {
        BadRows rows = new BadRows();
        rows.repeated();
        rows.times();
        rows.seasons();
        rows.shifts();
        rows.shiftsOfSeveralColumns();
        rows.errors();
        rows.references();
        rows.orders();
        return rows.cases;
    }

    private void repeated() {
        add(9, "a tenth of the rows twice", Ending.DRIFT, () -> {
            Rows rows = new Rows(12, N);
            int[] twice = new int[N + N / 10];
            Arrays.setAll(twice, row -> row % N);
            return BadColumns.seen(REFERENCE.at(rows.table().select(twice), rows.timesOf(twice)));
        });
        add(9, "a batch of the window before", Ending.DRIFT, () -> {
            Rows rows = new Rows(12, N);
            IntegrityProfile before = IntegrityProfile.of(REFERENCE.frame(), rows.table(), rows.times);
            int[] part = new int[N / 2];
            Arrays.setAll(part, row -> row);
            return BadColumns.seen(REFERENCE.at(
                    rows.table().select(part),
                    rows.timesOf(part),
                    WindowFacts.none().after(before)));
        });
    }

    private void times() {
        add(9, "out of order", Ending.OK, () -> {
            Rows rows = new Rows(4, N);
            int[] backwards = new int[N];
            Arrays.setAll(backwards, row -> N - 1 - row);
            Looked looked = REFERENCE.at(rows.table().select(backwards), rows.timesOf(backwards), day(4));
            assertThat(looked).isEqualTo(REFERENCE.at(rows.table(), rows.times, day(4)));
            return BadColumns.seen(looked);
        });
        for (long jump : new long[] {-Rows.DAY, Rows.DAY, 400 * Rows.DAY, -2 * HOUR}) {
            add(9, "all times off by " + Duration.ofMillis(jump), Ending.QUARANTINED, () -> {
                Rows rows = new Rows(4, N).shifted(jump);
                return BadColumns.seen(REFERENCE.at(rows.table(), rows.times, day(4)));
            });
        }
        add(9, "a clock that jumps back two hours in mid-window", Ending.QUARANTINED, () -> {
            Rows rows = new Rows(4, N);
            for (int row = N / 2; row < N; row++) {
                rows.times[row] -= 2 * HOUR;
            }
            return BadColumns.seen(REFERENCE.at(rows.table(), rows.times, day(4)));
        });
    }

    private void seasons() {
        for (double autocorrelation : new double[] {0, 0.9}) {
            add(10, "days and weeks, autocorrelation " + autocorrelation, Ending.OK, () -> season(autocorrelation, 1));
            add(
                    10,
                    "a loss amid them, autocorrelation " + autocorrelation,
                    Ending.DRIFT,
                    () -> season(autocorrelation, .8));
        }
    }

    private void shifts() {
        shift("a sudden shift", rows -> row -> rows.x[row] + 8);
        shift("a gradual shift", rows -> row -> rows.x[row] + 16.0 * row / N);
        shift("a recurring shift", rows -> row -> rows.x[row] + (row / 60 % 2 == 0 ? 15 : 0));
        shift("another spread", rows -> row -> 50 + 2.5 * (rows.x[row] - 50));
        add(11, "one segment shifted", Ending.DRIFT, () -> {
            Rows rows = new Rows(13, 3000);
            return BadColumns.window(
                    rows.numbersByRow(row -> rows.x[row] + ("gamma".equals(rows.category[row]) ? 40 : 0)));
        });
    }

    private void shift(String how, Function<Rows, IntToDoubleFunction> change) {
        add(11, how, Ending.DRIFT, () -> {
            Rows rows = new Rows(13, N);
            return BadColumns.window(rows.numbersByRow(change.apply(rows)));
        });
    }

    private void shiftsOfSeveralColumns() {
        add(
                11,
                "another correlation, column by column: not detected",
                Ending.OK,
                () -> BadColumns.window(correlated()));
        add(11, "another correlation, columns together", Ending.DRIFT, () -> {
            JointDrift joint =
                    JointDrift.between(BadColumns.CLEAN.table(), correlated().table(), 1);
            boolean found = joint instanceof JointDrift.Measured measured && measured.domainPValue() < 0.001;
            return Seen.of(found ? Ending.DRIFT : Ending.OK, joint);
        });
    }

    private void errors() {
        error("errors that jump", i -> 0.4);
        error("errors that grow", i -> 0.1 + 0.3 * i / 2000);
    }

    private void error(String how, IntToDoubleFunction rate) {
        add(11, how, Ending.DRIFT, () -> {
            SplittableRandom random = new SplittableRandom(14);
            Detector detector = DetectorSettings.Adwin.standard().start();
            boolean drifted = false;
            for (int i = -2000; i < 2000; i++) {
                double now = i < 0 ? 0.1 : rate.applyAsDouble(i);
                drifted |= detector.add(random.nextDouble() < now ? 1 : 0) == DetectionState.DRIFT;
            }
            return Seen.of(drifted ? Ending.DRIFT : Ending.OK, detector.snapshot());
        });
    }

    private void references() {
        add(16, "a reference with 5 % outliers, a clean window", Ending.OK, () -> {
            Rows window = new Rows(18, N);
            Looked looked = poisoned().at(window.table(), window.times);
            return Seen.of(looked.integrity().state(), looked.integrity(), looked.drift());
        });
        add(16, "a reference with 5 % outliers, another unit", Ending.DRIFT, () -> {
            Rows window = new Rows(18, N).numbers(x -> 1000 * x);
            Looked looked = poisoned().at(window.table(), window.times);
            assertThat(looked.integrity().findings())
                    .filteredOn(ValueFinding.ScaleChanged.class::isInstance)
                    .extracting(finding -> ((ValueFinding.ScaleChanged) finding).label())
                    .containsExactly("×1000");
            return BadColumns.seen(looked);
        });
        add(
                16,
                "the reference is the window",
                Ending.REFUSED,
                () -> Seen.refused(
                        () -> REFERENCE.at(BadColumns.CLEAN.table(), BadColumns.CLEAN.times),
                        "Invalid reference: it is the window itself, which differs in nothing"));
    }

    private void orders() {
        add(17, "the same rows twice, and in seven parts", Ending.OK, () -> {
            Rows rows = new Rows(4, N);
            IntegrityProfile merged = IntegrityProfile.empty();
            TableProfile added = TableProfile.empty(REFERENCE.bins());
            for (int part = 6; part >= 0; part--) {
                int first = part;
                int[] chunk =
                        IntStream.range(0, N).filter(row -> row % 7 == first).toArray();
                merged = merged.merge(
                        IntegrityProfile.of(REFERENCE.frame(), rows.table().select(chunk), rows.timesOf(chunk)));
                added = added.merge(
                        Looked.profile(REFERENCE.bins(), rows.table().select(chunk)));
            }
            Looked whole = REFERENCE.at(rows.table(), rows.times);
            Looked parts = REFERENCE.at(merged, added, WindowFacts.none());
            assertThat(digest(REFERENCE.at(rows.table(), rows.times))).isEqualTo(digest(whole));
            assertThat(digest(parts)).isEqualTo(digest(whole));
            return BadColumns.seen(parts);
        });
    }

    private static String digest(Looked looked) {
        return Reports.digest(looked.integrity(), looked.drift());
    }

    private void add(int row, String input, Ending expected, Supplier<Seen> look) {
        cases.add(new BadInput(row, input, expected, look));
    }

    private static WindowFacts day(long seed) {
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

    private static Seen season(double autocorrelation, double lastTimes) {
        SplittableRandom random = new SplittableRandom(21);
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        List<SeriesPoint> points = new ArrayList<>();
        int hours = 24 * 7 * 12;
        double noise = 0;
        for (int hour = 0; hour < hours; hour++) {
            noise = autocorrelation * noise + Rows.bell(random);
            double season = 200 + 40 * Math.sin(hour * Math.PI / 12) - (hour / 24 % 7 >= 5 ? 50 : 0);
            points.add(new SeriesPoint(
                    start.plus(Duration.ofHours(hour)), (season + noise) * (hour + 1 < hours ? 1 : lastTimes), 1));
        }
        PatternOutcome outcome = SeasonalSeries.of(points)
                .compare(
                        start.plus(Duration.ofHours(hours - 1)),
                        Baseline.FOUR_WEEKS,
                        PatternPolicy.of(WorseSide.EITHER, 0.02));
        return Seen.of(outcome instanceof PatternOutcome.AsUsual ? Ending.OK : Ending.DRIFT, outcome);
    }
}
