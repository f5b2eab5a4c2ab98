package dev.perennial.monitoring.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.table.ColumnTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrityAssessmentTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final World reference = new World(1, 4000);
    private final IntegrityFrame frame = IntegrityFrame.of(
            List.of(
                    DeclaredColumn.number("temp").within(-60, 130),
                    DeclaredColumn.number("sent_at"),
                    DeclaredColumn.number("price").missingAtMost(0.3),
                    DeclaredColumn.number("fixed"),
                    DeclaredColumn.category("carrier"),
                    DeclaredColumn.number("wind").staleAfter(Duration.ofHours(3))),
            reference.table());
    private final IntegrityProfile known = IntegrityProfile.of(frame, reference.table(), reference.times);

    @Test
    void aWindowLikeTheReferenceIsInOrder() {
        IntegrityAssessment assessment = assess(new World(2, 1000));
        assertThat(assessment.because()).isEqualTo("the rows are as declared and as in the reference");
        assertThat(assessment.state()).isEqualTo(IntegrityState.OK);
        JsonRoundTrip.of(known, IntegrityProfile.class);
        JsonRoundTrip.of(frame, IntegrityFrame.class);
        JsonRoundTrip.of(assessment, IntegrityAssessment.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    price  | 1000      | ×1000      | seconds to milliseconds, or kilo
                    price  | 0.001     | ×0.001     | milliseconds, or kilo to seconds
                    price  | 100       | ×100       | shares to per cent
                    temp   | 1.609344  | ×1.609344  | miles to kilometres
                    price  | 0.3048    | ×0.3048    | feet to metres
                    price  | 37        | ×37        | ''
                    sent_at| 1000      | ×1000      | seconds to milliseconds, or kilo
                    """)
    void aChangeOfScaleIsNamedWithItsFactor(String column, double factor, String label, String unit) {
        World window = new World(3, 500).numbers(column, value -> value * factor);
        ValueFinding.ScaleChanged found = only(assess(window), ValueFinding.ScaleChanged.class);
        assertThat(found.subject()).isEqualTo(column);
        if (!unit.isEmpty()) {
            assertThat(found.label()).isEqualTo(label);
            assertThat(found.unit()).isEqualTo(unit);
        }
        assertThat(found.factor() / factor).isBetween(0.95, 1.05);
        assertThat(found.state()).isEqualTo(IntegrityState.DRIFT);
    }

    @Test
    void degreesAreRecognised() {
        World window = new World(3, 500).numbers("temp", value -> (value - 32) / 1.8);
        ValueFinding.ScaleChanged found = only(assess(window), ValueFinding.ScaleChanged.class);
        assertThat(found.unit()).isEqualTo("°F to °C");
        assertThat(found.label()).isEqualTo("×0.5555556 - 17.77778");
        assertThat(found.hint())
                .isEqualTo("scale ×0.5555556 - 17.77778, as from °F to °C: convert it back at the source");
    }

    @Test
    void aShiftOfThePopulationIsNoChangeOfScale() {
        for (double shift : new double[] {10, 25, 60, 200}) {
            World window = new World(3, 500).numbers("temp", value -> value + shift);
            assertThat(assess(window).findings()).noneMatch(ValueFinding.ScaleChanged.class::isInstance);
        }
    }

    @Test
    void aDecimalCommaAndNumbersAsTextAreQuarantined() {
        World comma =
                new World(4, 200).asText("price", value -> String.valueOf(value).replace('.', ','));
        SchemaFinding.TypeChanged found = only(assess(comma), SchemaFinding.TypeChanged.class);
        assertThat(found.hint()).isEqualTo("decimal comma: write the numbers with a point");
        assertThat(assess(comma).state()).isEqualTo(IntegrityState.QUARANTINED);

        World text = new World(4, 200).asText("price", String::valueOf);
        assertThat(only(assess(text), SchemaFinding.TypeChanged.class).hint())
                .isEqualTo("the numbers are written as text: write them as numbers");
    }

    @ParameterizedTest
    @CsvSource({"UPPER", "SPACES", "DECOMPOSED", "WIDE"})
    void respeltCategoriesAreToldFromNewOnes(String how) {
        UnaryOperator<String> spelling = switch (how) {
            case "UPPER" -> carrier -> carrier.toUpperCase(java.util.Locale.ROOT);
            case "SPACES" -> carrier -> " " + carrier + "\u00a0";
            case "DECOMPOSED" -> carrier -> java.text.Normalizer.normalize(carrier, java.text.Normalizer.Form.NFD);
            default -> carrier -> carrier.replace('a', '\uff41');
        };
        World window = new World(5, 400).carriers(spelling);
        ValueFinding.CategoriesRespelt found = only(assess(window), ValueFinding.CategoriesRespelt.class);
        assertThat(found.share()).isGreaterThan(0.2);
        assertThat(found.hint()).startsWith("normalisation");
    }

    @Test
    void tenThousandNewCategoriesAreOneFinding() {
        World window = new World(6, 20_000);
        for (int row = 0; row < 10_000; row++) {
            window.carrier[row] = "new-" + row;
        }
        ValueFinding.NewCategories found = only(assess(window), ValueFinding.NewCategories.class);
        assertThat(found.share()).isEqualTo(0.5);
        assertThat(found.categories()).isBetween(7000L, 14_000L);
        assertThat(found.examples()).hasSize(3);
    }

    @Test
    void constantsAreComparedWithTheReference() {
        assertThat(only(assess(new World(7, 200).numbers("price", value -> 4)), ValueFinding.BecameConstant.class)
                        .subject())
                .isEqualTo("price");
        World varied = new World(7, 200);
        varied.fixed[3] = 2;
        assertThat(only(assess(varied), ValueFinding.StoppedBeingConstant.class).subject())
                .isEqualTo("fixed");
    }

    @Test
    void repeatedAndReplayedRowsAreFound() {
        World doubled = new World(8, 1000);
        int[] rows = new int[1100];
        Arrays.setAll(rows, row -> row % 1000);
        IntegrityProfile profile =
                IntegrityProfile.of(frame, doubled.table().select(rows), select(doubled.times, rows));
        IntegrityAssessment assessment = assess(profile, WindowFacts.none());
        assertThat(only(assessment, RowFinding.RowsRepeated.class).share()).isBetween(0.07, 0.11);

        IntegrityProfile before = IntegrityProfile.of(frame, doubled.table(), doubled.times);
        int[] tail = new int[500];
        Arrays.setAll(tail, row -> row);
        IntegrityProfile replayed = before(new World(9, 500))
                .merge(IntegrityProfile.of(frame, doubled.table().select(tail), select(doubled.times, tail)));
        assertThat(only(assess(replayed, WindowFacts.none().after(before)), RowFinding.RowsReplayed.class)
                        .share())
                .isBetween(0.45, 0.55);
    }

    @Test
    void aFeatureThatStandsStillOrIsAwayIsStale() {
        World still = new World(10, 1000);
        for (int row = 200; row < 800; row++) {
            still.wind[row] = still.wind[200];
        }
        ValueFinding.Stale found = only(assess(still), ValueFinding.Stale.class);
        assertThat(found.standstill()).isBetween(Duration.ofHours(9), Duration.ofHours(10));

        World away = new World(10, 1000);
        for (int row = 200; row < 500; row++) {
            away.wind[row] = Double.NaN;
        }
        assertThat(assess(away).findings()).anyMatch(ValueFinding.Stale.class::isInstance);
    }

    @Test
    void columnsAreReadByNameAndMissedByName() {
        World window = new World(11, 300);
        assertThat(assess(window.tableWithout("price"), window).stateOf("price"))
                .isEqualTo(IntegrityState.QUARANTINED);
        ColumnTable renamed = window.renamed("price", "Unit Price");
        SchemaFinding.ColumnRenamed found = only(assess(renamed, window), SchemaFinding.ColumnRenamed.class);
        assertThat(found.from()).isEqualTo("price");
        assertThat(found.subject()).isEqualTo("Unit Price");
        assertThat(only(assess(window.renamed("carrier", "airline"), window), SchemaFinding.ColumnRenamed.class)
                        .from())
                .isEqualTo("carrier");
        IntegrityAssessment more = assess(window.with("extra"), window);
        assertThat(more.state()).isEqualTo(IntegrityState.OK);
        assertThat(only(more, SchemaFinding.ColumnAdded.class).severity()).isEqualTo(Severity.LOG);
    }

    @Test
    void rangesMissingSharesAndInfinitiesAreCounted() {
        World window = new World(12, 1000);
        window.temp[0] = 500;
        window.temp[1] = -400;
        window.temp[2] = Double.POSITIVE_INFINITY;
        for (int row = 0; row < 350; row++) {
            window.price[row] = Double.NaN;
        }
        IntegrityAssessment assessment = assess(window);
        assertThat(assessment.state()).isEqualTo(IntegrityState.QUARANTINED);
        assertThat(assessment.findings())
                .extracting(IntegrityFinding::because)
                .contains(
                        "temp is infinite in 1 rows (0.1 %), which are set aside",
                        "temp lies outside its declared range [-60, 130] in 2 rows (0.2 %): seen -400 to 500",
                        "price is missing in 35 % of the rows, in the reference in 0 %");
        JsonRoundTrip.of(assessment, IntegrityAssessment.class);
    }

    @Test
    void silenceAndThinWindowsAreNeverAPass() {
        List<Long> volumes = List.of(1000L, 1020L, 990L, 1011L);
        IntegrityAssessment silent =
                assess(IntegrityProfile.empty(), WindowFacts.none().withVolumes(volumes));
        assertThat(silent.state()).isEqualTo(IntegrityState.DRIFT);
        assertThat(silent.because()).isEqualTo("0 rows came, about 1005.25 were expected");
        assertThat(assess(IntegrityProfile.empty(), WindowFacts.none()).state())
                .isEqualTo(IntegrityState.NOT_EVALUABLE);
        assertThat(assess(new World(1, 49)).because())
                .isEqualTo("not evaluable: rows: 49 rows, at least 50 are needed");
    }

    @Test
    void timesOutsideTheWindowAreQuarantined() {
        World window = new World(13, 300);
        WindowFacts facts = WindowFacts.none().between(window.times[0], window.times[299]);
        assertThat(assess(before(window), facts).because()).isEqualTo("event times reach 0 s beyond the window's end");
        assertThat(assess(before(window), WindowFacts.none().between(window.times[0] + 48 * HOUR, Long.MAX_VALUE))
                        .because())
                .isEqualTo("event times reach 2 days back before the window");
    }

    @Test
    void aReferenceThatCannotServeIsRefused() {
        World empty = new World(14, 100).numbers("price", value -> Double.NaN);
        assertThatThrownBy(() -> IntegrityFrame.of(frame.columns(), empty.table()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid reference: price: every value is missing");
        assertThatThrownBy(() -> assess(known, WindowFacts.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid reference: it is the window itself, which differs in nothing");
    }

    @Test
    void falseAlarmsStayWithinTheirRate() {
        int alarms = 0;
        int windows = 400;
        SplittableRandom random = new SplittableRandom(15);
        for (int window = 0; window < windows; window++) {
            World world = new World(1000 + window, 60 + random.nextInt(600));
            List<Long> volumes =
                    List.of(poisson(random, 400), poisson(random, 400), poisson(random, 400), poisson(random, 400));
            WindowFacts facts = WindowFacts.none().withVolumes(volumes).after(before(new World(5000 + window, 300)));
            IntegrityProfile profile = before(world);
            alarms += assess(profile, facts).findings().stream()
                            .anyMatch(finding -> !(finding instanceof RowFinding.VolumeChanged))
                    ? 1
                    : 0;
        }
        assertThat(alarms / (double) windows).isLessThanOrEqualTo(0.075);
    }

    private static long poisson(SplittableRandom random, double mean) {
        long events = 0;
        for (double time = -Math.log(1 - random.nextDouble()); time < mean; time -= Math.log(1 - random.nextDouble())) {
            events++;
        }
        return events;
    }

    private static long[] select(long[] values, int[] rows) {
        return Arrays.stream(rows).mapToLong(row -> values[row]).toArray();
    }

    private static <T extends IntegrityFinding> T only(IntegrityAssessment assessment, Class<T> kind) {
        List<T> found = assessment.findings().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
        assertThat(found).as(assessment.toString()).hasSize(1);
        return found.get(0);
    }

    private IntegrityProfile before(World window) {
        return IntegrityProfile.of(frame, window.table(), window.times);
    }

    private IntegrityAssessment assess(World window) {
        return assess(before(window), WindowFacts.none());
    }

    private IntegrityAssessment assess(ColumnTable table, World window) {
        return assess(IntegrityProfile.of(frame, table, window.times), WindowFacts.none());
    }

    private IntegrityAssessment assess(IntegrityProfile window, WindowFacts facts) {
        return IntegrityAssessment.assess(frame, known, window, facts, IntegrityPolicy.standard());
    }

    /** A minute apart: a temperature, a time stamp, a skewed price, a constant, a carrier and a wind of the moment. */
    private static final class World {
        private static final String[] CARRIERS = {"a é", "b", "ca", "d", "e"};

        private final double[] temp;
        private final double[] sentAt;
        private final double[] price;
        private final double[] fixed;
        private final @Nullable String[] carrier;
        private final double[] wind;
        private final long[] times;
        private @Nullable String @Nullable [] priceAsText;

        World(long seed, int rows) {
            SplittableRandom random = new SplittableRandom(seed);
            temp = new double[rows];
            sentAt = new double[rows];
            price = new double[rows];
            fixed = new double[rows];
            carrier = new String[rows];
            wind = new double[rows];
            times = new long[rows];
            for (int row = 0; row < rows; row++) {
                double gauss = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                temp[row] = 55 + 25 * gauss;
                price[row] = Math.round(100 * Math.exp(2 * gauss + 3)) / 100.0;
                fixed[row] = 1;
                carrier[row] = CARRIERS[(int) (CARRIERS.length * random.nextDouble() * random.nextDouble())];
                times[row] = (1_400_000 + seed * 100) * HOUR / 4 + row * 60_000L;
                sentAt[row] = times[row] / 1000.0;
                wind[row] = Math.floor(times[row] / (double) HOUR) % 17;
            }
        }

        private double[] column(String name) {
            return switch (name) {
                case "temp" -> temp;
                case "sent_at" -> sentAt;
                case "price" -> price;
                default -> throw new IllegalArgumentException(name);
            };
        }

        World numbers(String name, DoubleUnaryOperator change) {
            double[] values = column(name);
            Arrays.setAll(values, row -> change.applyAsDouble(values[row]));
            return this;
        }

        World asText(String name, java.util.function.DoubleFunction<String> change) {
            priceAsText = Arrays.stream(column(name)).mapToObj(change).toArray(String[]::new);
            return this;
        }

        World carriers(UnaryOperator<String> change) {
            for (int row = 0; row < carrier.length; row++) {
                String name = carrier[row];
                carrier[row] = name == null ? null : change.apply(name);
            }
            return this;
        }

        ColumnTable table() {
            return table("", "", "");
        }

        ColumnTable tableWithout(String name) {
            return table(name, "", "");
        }

        ColumnTable renamed(String from, String to) {
            return table(from, to, "");
        }

        ColumnTable with(String extra) {
            return table("", "", extra);
        }

        private ColumnTable table(String without, String renamedTo, String extra) {
            ColumnTable all = builder().build();
            ColumnTable.Builder kept = ColumnTable.builder(times.length);
            all.columns().forEach((name, column) -> {
                if (!name.equals(without)) {
                    kept.add(name, column);
                } else if (!renamedTo.isEmpty()) {
                    kept.add(renamedTo, column);
                }
            });
            if (!extra.isEmpty()) {
                kept.numbers(extra, wind);
            }
            return kept.build();
        }

        private ColumnTable.Builder builder() {
            ColumnTable.Builder builder =
                    ColumnTable.builder(times.length).numbers("temp", temp).numbers("sent_at", sentAt);
            if (priceAsText == null) {
                builder.numbers("price", price);
            } else {
                builder.categories("price", priceAsText);
            }
            return builder.numbers("fixed", fixed)
                    .categories("carrier", carrier)
                    .numbers("wind", wind);
        }
    }
}
