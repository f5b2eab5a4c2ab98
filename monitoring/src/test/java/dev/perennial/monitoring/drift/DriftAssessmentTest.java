package dev.perennial.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.distance.Distance;
import dev.perennial.monitoring.distance.PopulationStabilityIndex;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftAssessmentTest {

    private static final DriftPolicy POLICY = DriftPolicy.standard();

    @ParameterizedTest
    @ValueSource(ints = {50, 100, 200, 500, 2000})
    void withoutDriftTheWholeTableAlarmsNoMoreOftenThanStated(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        int alarms = 0;
        int windows = 300;
        DriftPolicy noFloors = new DriftPolicy(0, 0, 0, 0, 0.05, 50);
        for (int window = 0; window < windows; window++) {
            Table reference = new Table(random, 5000);
            TableProfile current = new Table(random, rows).over(reference.bins());
            alarms += DriftAssessment.assess(reference.profile(), current, noFloors)
                            .drifted()
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(alarms / (double) windows).isLessThanOrEqualTo(0.075);
    }

    @ParameterizedTest
    @CsvSource({"50, 100", "200, 100", "500, 100", "2000, 100", "200, 2000", "500, 2000", "2000, 2000"})
    void categoriesOfWhichManyAreCountedTogetherRaiseNoFalseAlarm(int rows, int categories) {
        SplittableRandom random = new SplittableRandom(rows);
        int alarms = 0;
        int windows = 600;
        for (int window = 0; window < windows; window++) {
            String[] reference = uneven(random, 5000, categories);
            TableBins bins = TableBins.builder().category("c", reference).build();
            TableProfile before =
                    TableProfile.builder(bins).category("c", reference).build();
            TableProfile after = TableProfile.builder(bins)
                    .category("c", uneven(random, rows, categories))
                    .build();
            alarms += DriftAssessment.assess(before, after, POLICY).drifted().size();
        }
        // 30 expected, four standard errors of a proportion
        assertThat(alarms / (double) windows).isLessThanOrEqualTo(0.0856);
    }

    @Test
    void findsAShiftOfEveryKindAndSortsTheWorstFirst() {
        Table reference = new Table(new SplittableRandom(1), 5000);
        Table current = new Table(new SplittableRandom(2), 1000);
        Arrays.setAll(current.normal, i -> current.normal[i] + 0.5);
        Arrays.setAll(current.zeros, i -> current.zeros[i] == 0 && i % 2 == 0 ? 1 : current.zeros[i]);
        Arrays.fill(current.many, 0, 200, null);
        Arrays.fill(current.few, 0, 30, "never seen");
        DriftAssessment assessment =
                DriftAssessment.assess(reference.profile(), current.over(reference.bins()), POLICY);
        assertThat(assessment.drifted())
                .extracting(ColumnDrift::column)
                .containsExactlyInAnyOrder("normal", "zeros", "many", "few");
        assertThat(assessment.columns().get(4)).isInstanceOf(ColumnDrift.Stable.class);
        assertThat(assessment.columns().subList(0, 4))
                .isSortedAccordingTo((left, right) -> Double.compare(
                        right.measurements().get(0).severity(),
                        left.measurements().get(0).severity()));
        assertThat(assessment.because()).startsWith("4 of 5 columns drifted; ");
        assertThat(assessment.count()).isEqualTo("4 of 5 columns drifted");
        assertThat(assessment.drifted().get(0).label())
                .matches(assessment.drifted().get(0).column() + " \\(PSI [0-9]+\\.[0-9]{2}\\)");
        assertThat(assessment.drifted().get(0).worst().because()).endsWith(", adjusted p < 0.001)");
        assertThat(JsonRoundTrip.of(assessment, DriftAssessment.class)).contains("\"kind\":\"drifted\"");
    }

    @Test
    void aHundredSigmaShiftIsSeenWhereOwnBinsWouldHideIt() {
        Table reference = new Table(new SplittableRandom(1), 5000);
        Table current = new Table(new SplittableRandom(2), 500);
        Arrays.setAll(current.normal, i -> current.normal[i] + 100);
        var index = PopulationStabilityIndex.of(
                reference.profile().column("normal").orElseThrow(),
                current.over(reference.bins()).column("normal").orElseThrow());
        assertThat(index.value()).isGreaterThan(5);
    }

    @Test
    void aRealButTinyChangeIsNotDrift() {
        Table reference = new Table(new SplittableRandom(1), 200_000);
        Table current = new Table(new SplittableRandom(2), 200_000);
        Arrays.setAll(current.normal, i -> current.normal[i] + 0.05);
        DriftAssessment assessment =
                DriftAssessment.assess(reference.profile(), current.over(reference.bins()), POLICY);
        var normal = assessment.columns().stream()
                .filter(column -> column.column().equals("normal"))
                .findFirst()
                .orElseThrow();
        assertThat(normal).isInstanceOf(ColumnDrift.Stable.class);
        assertThat(normal.measurements().get(0).pValue()).isLessThan(1e-6);
    }

    @Test
    void aConstantColumnThatStaysIsStableAndThatMovesDrifts() {
        double[] constant = new double[1000];
        TableBins bins = TableBins.builder().numeric("c", constant).build();
        TableProfile reference =
                TableProfile.builder(bins).numeric("c", constant).build();
        assertThat(one(reference, bins, new double[200])).isInstanceOf(ColumnDrift.Stable.class);
        double[] moved = new double[200];
        Arrays.fill(moved, 0, 40, 3);
        assertThat(one(reference, bins, moved)).isInstanceOf(ColumnDrift.Drifted.class);
        double[] varied = new SplittableRandom(1).doubles(1000).toArray();
        TableBins variedBins = TableBins.builder().numeric("c", varied).build();
        TableProfile variedReference =
                TableProfile.builder(variedBins).numeric("c", varied).build();
        assertThat(one(variedReference, variedBins, new double[200])).isInstanceOf(ColumnDrift.Drifted.class);
    }

    @Test
    void saysWhyAColumnCannotBeCompared() {
        double[] values = new SplittableRandom(1).doubles(500).toArray();
        double[] nothing = new double[500];
        Arrays.fill(nothing, Double.NaN);
        TableBins bins = TableBins.builder()
                .numeric("empty", nothing)
                .numeric("gone", values)
                .numeric("x", values)
                .build();
        TableProfile reference = TableProfile.builder(bins)
                .numeric("empty", nothing)
                .numeric("gone", values)
                .numeric("x", values)
                .build();
        TableProfile few = TableProfile.builder(bins)
                .numeric("empty", Arrays.copyOf(values, 49))
                .numeric("x", Arrays.copyOf(values, 49))
                .build();
        assertThat(DriftAssessment.assess(reference, few, POLICY).columns())
                .containsExactly(
                        new ColumnDrift.NotEvaluable("empty", "49 rows, at least 50 are needed"),
                        new ColumnDrift.NotEvaluable("gone", "it is absent from the window"),
                        new ColumnDrift.NotEvaluable("x", "49 rows, at least 50 are needed"));
        TableProfile enough =
                TableProfile.builder(bins).numeric("empty", values).build();
        assertThat(DriftAssessment.assess(reference, enough, POLICY).columns())
                .contains(new ColumnDrift.NotEvaluable("empty", "every value of the reference is missing"));
    }

    @Test
    void aColumnThatGoesMissingDriftsByItsMissingShare() {
        double[] values = new SplittableRandom(1).doubles(1000).toArray();
        TableBins bins = TableBins.builder().numeric("c", values).build();
        TableProfile reference = TableProfile.builder(bins).numeric("c", values).build();
        double[] half = Arrays.copyOf(values, 400);
        Arrays.fill(half, 0, 200, Double.NaN);
        var drifted = (ColumnDrift.Drifted) one(reference, bins, half);
        assertThat(drifted.measurements())
                .filteredOn(measurement -> measurement.measure() == DriftMeasure.MISSING_SHARE)
                .singleElement()
                .satisfies(missing -> {
                    assertThat(missing.drifted()).isTrue();
                    assertThat(missing.effect()).isCloseTo(0.5, within(1e-12));
                });
    }

    @Test
    void aDeclaredDistanceIsTheOneThatIsMeasuredAndAColumnsOwnFloorTheOneItMustPass() {
        SplittableRandom random = new SplittableRandom(3);
        double[] before = random.doubles(4000).toArray();
        double[] after = Arrays.stream(random.doubles(4000).toArray())
                .map(value -> value + 0.3)
                .toArray();
        TableBins bins = TableBins.builder()
                .numeric("moved", before)
                .numeric("tolerated", before)
                .build();
        TableProfile reference = TableProfile.builder(bins)
                .numeric("moved", before)
                .numeric("tolerated", before)
                .build();
        TableProfile current = TableProfile.builder(bins)
                .numeric("moved", after)
                .numeric("tolerated", after)
                .build();
        DeclaredDistances declared = new DeclaredDistances(
                Distance.HELLINGER, Distance.WASSERSTEIN, new TreeMap<>(Map.of("tolerated", 2.0)));

        DriftAssessment found = DriftAssessment.assess(reference, current, POLICY.by(declared));

        assertThat(found.columns())
                .extracting(column -> column.measurements().get(0).measure())
                .containsOnly(DriftMeasure.WASSERSTEIN);
        assertThat(found.drifted()).extracting(ColumnDrift.Drifted::column).containsExactly("moved");
        // A shift by 0.3 of a uniform variable, whose standard deviation is 12^-0.5.
        assertThat(found.drifted().get(0).measurements().get(0).effect()).isCloseTo(0.3 * Math.sqrt(12), within(0.05));
        assertThatThrownBy(() -> new DeclaredDistances(Distance.WASSERSTEIN, Distance.WASSERSTEIN, new TreeMap<>()))
                .hasMessage("Invalid distance of categories: wasserstein, which is defined for numbers only");
    }

    private static String[] uneven(SplittableRandom random, int rows, int categories) {
        String[] column = new String[rows];
        for (int i = 0; i < rows; i++) {
            double u = random.nextDouble();
            column[i] = "k" + (int) (categories * u * u);
        }
        return column;
    }

    private static ColumnDrift one(TableProfile reference, TableBins bins, double[] values) {
        TableProfile current = TableProfile.builder(bins).numeric("c", values).build();
        return DriftAssessment.assess(reference, current, POLICY).columns().get(0);
    }

    /* Five columns: normal, two thirds zeros, binary, four categories, forty uneven categories. */
    private static final class Table {
        private final double[] normal;
        private final double[] zeros;
        private final double[] binary;
        private final String[] few;
        private final String[] many;
        private final TableBins bins;

        Table(SplittableRandom random, int rows) {
            normal = column(rows, random, u -> Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(7919 * u));
            zeros = column(rows, random, u -> u < 0.66 ? 0 : 100 * (u - 0.66));
            binary = column(rows, random, u -> u < 0.3 ? 1 : 0);
            few = new String[rows];
            many = new String[rows];
            for (int i = 0; i < rows; i++) {
                few[i] = "k" + random.nextInt(4);
                double u = random.nextDouble();
                many[i] = "k" + (int) (40 * u * u);
            }
            bins = TableBins.builder()
                    .numeric("normal", normal)
                    .numeric("zeros", zeros)
                    .numeric("binary", binary)
                    .category("few", few)
                    .category("many", many)
                    .build();
        }

        private static double[] column(int rows, SplittableRandom random, DoubleUnaryOperator value) {
            return random.doubles(rows).map(value).toArray();
        }

        TableBins bins() {
            return bins;
        }

        TableProfile profile() {
            return over(bins);
        }

        TableProfile over(TableBins frozen) {
            return TableProfile.builder(frozen)
                    .numeric("normal", normal)
                    .numeric("zeros", zeros)
                    .numeric("binary", binary)
                    .category("few", few)
                    .category("many", many)
                    .build();
        }
    }
}
