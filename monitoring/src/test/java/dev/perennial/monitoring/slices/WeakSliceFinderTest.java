package dev.perennial.monitoring.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.table.ColumnTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeakSliceFinderTest {
    private static final WeakSlicePolicy POLICY = WeakSlicePolicy.defaults();
    private static final WeakSlicePolicy NO_TOLERANCE = new WeakSlicePolicy(
            Yardstick.LOSS,
            0,
            POLICY.falseDiscoveries(),
            POLICY.level(),
            POLICY.minimumLabels(),
            POLICY.bins(),
            POLICY.mostCategories(),
            POLICY.mostColumnsInPairs(),
            POLICY.candidates(),
            POLICY.seed());

    /** Where no slice is weak every confirmed one is false, so the rate of runs with any is the false discovery rate. */
    @Test
    void withoutAnyWeakSliceTheDeclaredRateHoldsWhereASearchWithoutTestAlwaysFindsOne() throws IOException {
        int runs = 500;
        int wrong = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            WeakSlices.Searched searched = search(new Rows(1000, run), Metric.LOG_LOSS, NO_TOLERANCE);
            wrong += searched.confirmed().isEmpty() ? 0 : 1;
            found += searched.confirmed().isEmpty() && searched.unconfirmed().isEmpty() ? 0 : 1;
        }
        // binomial(500, .05): 25 expected, 40 or more in one of a thousand
        assertThat(wrong).isLessThanOrEqualTo(40);
        assertThat(found).as("the search alone").isGreaterThan(450);
        try (InputStream in =
                Objects.requireNonNull(WeakSliceFinderTest.class.getResourceAsStream("weak_segments.json"))) {
            JsonNode peer = new ObjectMapper().readTree(in);
            assertThat(peer.get("reported").asDouble()).isGreaterThan(.95);
            assertThat(peer.get("relative").asDouble()).isGreaterThan(10.0 * wrong / runs);
        }
    }

    @Test
    void theRateHoldsWhereRowsOfADayGoTogether() {
        int runs = 500;
        int wrong = 0;
        for (int run = 0; run < runs; run++) {
            Rows rows = new Rows(1000, 10_000 + run).byDay(40);
            wrong += search(rows, Metric.LOG_LOSS, NO_TOLERANCE).confirmed().isEmpty() ? 0 : 1;
        }
        assertThat(wrong).isLessThanOrEqualTo(40);
    }

    @Test
    void findsThePlantedCrossingOfTwoColumns() {
        Rows rows = new Rows(6000, 1).spoilt(row -> row.x > .5 && row.carrier.equals("UA"));
        WeakSlices.Searched searched = search(rows, Metric.LOG_LOSS, POLICY);
        assertThat(searched.confirmed()).isNotEmpty();
        WeakSlice first = searched.confirmed().get(0);
        int[] found = first.where().rowsOf(rows.table());
        long right = IntStream.of(found).filter(i -> rows.spoilt[i]).count();
        long planted = IntStream.range(0, 6000).filter(i -> rows.spoilt[i]).count();
        assertThat(right / (double) found.length)
                .as("precision of " + first.where())
                .isGreaterThan(.9);
        assertThat(right / (double) planted).as("recall of " + first.where()).isGreaterThan(.7);
        assertThat(first.impact()).isCloseTo(first.share() * first.excess().value(), within(1e-12));
        assertThat(first.because()).contains("x > ").contains("carrier = UA");
        JsonRoundTrip.of(searched, WeakSlices.class);
    }

    @Test
    void findsACategoryARangeAndMissingValues() {
        for (String[] planted :
                new String[][] {{"carrier = DL", "carrier = DL"}, {"z <= -1", "z <="}, {"y is missing", "y is missing"}
                }) {
            Rows rows = new Rows(4000, 3);
            boolean[] members = new boolean[4000];
            for (int row : Condition.parse(planted[0]).rowsOf(rows.table())) {
                members[row] = true;
            }
            WeakSlices.Searched searched = search(rows.spoilt(row -> members[row.index]), Metric.ACCURACY, POLICY);
            assertThat(searched.confirmed()).as(planted[0]).isNotEmpty();
            assertThat(searched.confirmed().get(0).where().toString()).startsWith(planted[1]);
        }
    }

    /** Rows near one half are hard for any model: a weak slice by loss, none by what the scores promise. */
    @Test
    void aHardSliceIsNotOverconfident() {
        Rows rows = new Rows(4000, 4);
        for (int i = 0; i < 4000; i++) {
            double sure = rows.carriers[i].equals("AA") ? .5 : .95;
            rows.scores[i] = i % 2 == 0 ? sure : 1 - sure;
            rows.labels[i] = rows.random.nextDouble() < rows.scores[i] ? 1 : 0;
        }
        assertThat(search(rows, Metric.LOG_LOSS, POLICY)
                        .confirmed()
                        .get(0)
                        .where()
                        .toString())
                .isEqualTo("carrier = AA");
        WeakSlicePolicy promise = new WeakSlicePolicy(Yardstick.BEYOND_PROMISE, .1, .05, .95, 50, 6, 20, 12, 10, 1);
        assertThat(search(rows, Metric.LOG_LOSS, promise).confirmed()).isEmpty();
        Rows overconfident = new Rows(4000, 5).spoilt(row -> row.carrier.equals("AA"));
        assertThat(search(overconfident, Metric.LOG_LOSS, promise)
                        .confirmed()
                        .get(0)
                        .where()
                        .toString())
                .isEqualTo("carrier = AA");
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        Rows rows = new Rows(2000, 6).spoilt(row -> row.carrier.equals("UA"));
        int[] order = IntStream.range(0, 2000).map(i -> (i * 1009 + 13) % 2000).toArray();
        SliceRows permuted =
                new SliceRows(rows.table().select(order), rows.outcomes().select(order));
        assertThat(WeakSliceFinder.find(permuted, Metric.LOG_LOSS, OutcomeOptions.defaults(), POLICY))
                .isEqualTo(search(rows, Metric.LOG_LOSS, POLICY));
    }

    @Test
    void saysWhenItCannotSearch() {
        WeakSlices few =
                WeakSliceFinder.find(new Rows(150, 1).rows(), Metric.LOG_LOSS, OutcomeOptions.defaults(), POLICY);
        assertThat(few).isEqualTo(new WeakSlices.NotEvaluable("150 labels, at least 200 are needed", 50));
        WeakSlices days = WeakSliceFinder.find(
                new Rows(1000, 1).byDay(6).rows(), Metric.LOG_LOSS, OutcomeOptions.defaults(), POLICY);
        assertThat(days)
                .isEqualTo(new WeakSlices.NotEvaluable("3 blocks in the half that confirms, at least 4 are needed", 0));
        assertThatThrownBy(() -> search(new Rows(300, 1), Metric.AUC, POLICY))
                .hasMessage("Invalid metric: auc is no mean over rows of binary-classification");
    }

    @Test
    void constantInfiniteAndEmptyColumnsAreSearchedWithoutHarm() {
        int n = 1000;
        SplittableRandom random = new SplittableRandom(1);
        double[] constant = new double[n];
        double[] infinite = new double[n];
        double[] empty = new double[n];
        double[] mostlyZero = new double[n];
        double[] labels = new double[n];
        for (int i = 0; i < n; i++) {
            infinite[i] = i % 3 == 0 ? Double.NEGATIVE_INFINITY : i % 3 == 1 ? Double.POSITIVE_INFINITY : 1e308;
            empty[i] = Double.NaN;
            mostlyZero[i] = i % 5 == 0 ? 5 : 0;
            labels[i] = random.nextDouble() + (i % 5 == 0 ? 9 : 0);
        }
        SliceRows rows = new SliceRows(
                ColumnTable.builder(n)
                        .numbers("constant", constant)
                        .numbers("infinite", infinite)
                        .numbers("empty", empty)
                        .numbers("mostly zero", mostlyZero)
                        .build(),
                RegressionRows.of(new double[n], labels));
        WeakSlices found = WeakSliceFinder.find(rows, Metric.MAE, OutcomeOptions.defaults(), POLICY);
        assertThat(found.confirmed())
                .singleElement()
                .satisfies(
                        slice -> assertThat(slice.where().rowsOf(rows.table())).hasSize(200));
        JsonRoundTrip.of(found, WeakSlices.class);
    }

    private static WeakSlices.Searched search(Rows rows, Metric metric, WeakSlicePolicy policy) {
        return (WeakSlices.Searched) WeakSliceFinder.find(rows.rows(), metric, OutcomeOptions.defaults(), policy);
    }

    private record Row(int index, double x, String carrier) {}

    /** Three numbers and a category that have nothing to do with calibrated scores, unless spoilt. */
    private static final class Rows {
        private final SplittableRandom random;
        private final double[] x;
        private final double[] y;
        private final double[] z;
        private final String[] carriers;
        private final double[] scores;
        private final double[] labels;
        private final boolean[] spoilt;
        private List<String> days = List.of();

        Rows(int n, int seed) {
            random = new SplittableRandom(seed * 7919L + 17);
            x = random.doubles(n).toArray();
            y = random.doubles(n)
                    .map(v -> v < .1 ? Double.NaN : Math.rint(20 * v))
                    .toArray();
            z = random.doubles(n).map(v -> Math.log(v / (1 - v))).toArray();
            carriers = new String[n];
            scores = random.doubles(n, .02, .98).toArray();
            labels = new double[n];
            spoilt = new boolean[n];
            for (int i = 0; i < n; i++) {
                carriers[i] =
                        List.of("UA", "UA", "UA", "DL", "DL", "AA", "B6", "WN").get(random.nextInt(8));
                labels[i] = random.nextDouble() < scores[i] ? 1 : 0;
            }
        }

        /* In the spoilt rows labels have nothing to do with scores. */
        Rows spoilt(Predicate<Row> where) {
            for (int i = 0; i < x.length; i++) {
                if (where.test(new Row(i, x[i], carriers[i]))) {
                    spoilt[i] = true;
                    labels[i] = random.nextInt(2);
                }
            }
            return this;
        }

        /* Days differ in how hard they are, and in the values of x. */
        Rows byDay(int number) {
            String[] keys = new String[x.length];
            for (int i = 0; i < x.length; i++) {
                int day = i * number / x.length;
                keys[i] = String.format("day %03d", day);
                double shift = new SplittableRandom(day * 31L + (long) (1e6 * z[0])).nextDouble(-2, 2);
                double odds = Math.log(scores[i] / (1 - scores[i])) + shift;
                labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
                x[i] = .7 * new SplittableRandom(day * 37L + (long) (1e6 * z[1])).nextDouble() + .3 * x[i];
            }
            days = List.of(keys);
            return this;
        }

        ColumnTable table() {
            return ColumnTable.builder(x.length)
                    .numbers("x", x)
                    .numbers("y", y)
                    .numbers("z", z)
                    .categories("carrier", carriers)
                    .build();
        }

        BinaryRows outcomes() {
            BinaryRows rows = BinaryRows.ofArrived(scores, labels);
            return days.isEmpty() ? rows : rows.inBlocks(days.toArray(new String[0]));
        }

        SliceRows rows() {
            return new SliceRows(table(), outcomes());
        }
    }
}
