package dev.perennial.monitoring.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BiasAnalysisTest {
    private static final List<SensitiveColumn> BEST = List.of(new SensitiveColumn.AgainstBest("group"));
    private static final BiasPolicy POLICY = BiasPolicy.defaults(Favourable.POSITIVE);

    @Test
    void gapsHaveNewcombesInterval() {
        // 56 of 70 against 48 of 80: Newcombe (1998), method 10
        Rows rows =
                new Rows().add("a", true, true, 56).add("a", false, true, 14).add("b", true, true, 48);
        rows.add("b", false, true, 32);
        BiasReport report = analyse(rows, List.of(new SensitiveColumn.AgainstGroup("group", "b")), POLICY);
        for (BiasMeasure measure : List.of(BiasMeasure.SELECTION_RATE, BiasMeasure.TRUE_POSITIVE_RATE)) {
            var gap = (Estimate.Measured) gap(report, measure, "a").value();
            assertThat(gap.value()).isCloseTo(.2, within(1e-12));
            assertThat(gap.lower()).isCloseTo(.0524315, within(1e-7));
            assertThat(gap.upper()).isCloseTo(.3338727, within(1e-7));
        }
        assertThat(gap(report, BiasMeasure.FALSE_POSITIVE_RATE, "a").finding())
                .isEqualTo(new BiasFinding.NotEvaluable("0 negative labels, at least 30 are needed"));
        JsonRoundTrip.of(report, BiasReport.class);
    }

    @Test
    void everyMeasureFindsItsOwnKindOfInequality() {
        Rows rows = new Rows();
        // the same share selected, but b's positives are missed and its negatives called
        rows.add("a", true, true, 400)
                .add("a", false, true, 100)
                .add("a", true, false, 100)
                .add("a", false, false, 400);
        rows.add("b", true, true, 250)
                .add("b", false, true, 250)
                .add("b", true, false, 250)
                .add("b", false, false, 250);
        BiasReport report = analyse(rows, BEST, POLICY);
        assertThat(gap(report, BiasMeasure.SELECTION_RATE, "b", "a").finding()).isInstanceOf(BiasFinding.Even.class);
        assertThat(gap(report, BiasMeasure.DISPARATE_IMPACT, "b", "a").finding())
                .isInstanceOf(BiasFinding.Even.class);
        assertThat(point(gap(report, BiasMeasure.TRUE_POSITIVE_RATE, "b", "a"))).isCloseTo(-.3, within(1e-12));
        assertThat(gap(report, BiasMeasure.TRUE_POSITIVE_RATE, "b", "a").unequal())
                .isTrue();
        assertThat(point(gap(report, BiasMeasure.FALSE_POSITIVE_RATE, "b", "a")))
                .isCloseTo(.3, within(1e-12));
        assertThat(gap(report, BiasMeasure.FALSE_POSITIVE_RATE, "b", "a").unequal())
                .isTrue();
        assertThat(report.because())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("true-positive-rate of group b against a: -0.300 [-0.35");
    }

    @Test
    void aSmallGapOfSmallRatesIsALargeRatio() {
        Rows rows = new Rows();
        rows.add("a", true, true, 400).add("a", false, true, 9_600);
        rows.add("b", true, true, 150).add("b", false, true, 9_850);
        BiasReport report = analyse(rows, BEST, POLICY);
        assertThat(gap(report, BiasMeasure.SELECTION_RATE, "b", "a").finding()).isInstanceOf(BiasFinding.Even.class);
        BiasGap ratio = gap(report, BiasMeasure.DISPARATE_IMPACT, "b", "a");
        assertThat(point(ratio)).isCloseTo(.375, within(1e-12));
        assertThat(ratio.unequal()).isTrue();
        // being blocked is what nobody wants: 96 % and 98.5 % are not
        BiasReport blocked = analyse(rows, BEST, BiasPolicy.defaults(Favourable.NEGATIVE));
        BiasGap kept = gap(blocked, BiasMeasure.DISPARATE_IMPACT, "a", "b");
        assertThat(point(kept)).isCloseTo(.96 / .985, within(1e-12));
        assertThat(kept.finding()).isInstanceOf(BiasFinding.Even.class);
    }

    @Test
    void smallGroupsAreShownAndNotCompared() {
        Rows rows = new Rows();
        rows.add("a", true, true, 300)
                .add("a", false, true, 200)
                .add(null, true, false, 20)
                .add("b", false, true, 29);
        BiasReport report = analyse(rows, BEST, POLICY);
        BiasGroup missing = report.columns().get(0).groups().get(2);
        assertThat(missing.name()).isEqualTo("(missing)");
        assertThat(missing.rows()).isEqualTo(20);
        assertThat(gap(report, BiasMeasure.SELECTION_RATE, "b", "a").finding().because())
                .isEqualTo("29 rows, at least 30 are needed");
        assertThat(report.tested()).isZero();
        assertThat(report.because())
                .containsExactly("no gap between groups is shown to be beyond what is tolerated, in 0 comparisons");
        JsonRoundTrip.of(report, BiasReport.class);
    }

    @Test
    void nobodySelectedIsNoRatio() {
        Rows rows = new Rows();
        rows.add("a", false, true, 100).add("b", false, true, 100);
        BiasReport report = analyse(rows, BEST, POLICY);
        assertThat(report.columns().get(0).gaps().stream()
                        .filter(gap -> gap.measure() == BiasMeasure.DISPARATE_IMPACT)
                        .map(gap -> gap.finding().because()))
                .singleElement()
                .asString()
                .startsWith("nobody in group ");
        JsonRoundTrip.of(report, BiasReport.class);
    }

    @Test
    void groupsThatAreTreatedAlikeAreCalledUnequalAtTheDeclaredRate() {
        BiasPolicy exact = new BiasPolicy(Favourable.POSITIVE, 0, 1, .05, .95, 30);
        int runs = 500;
        int wrong = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(91L * run + 5);
            Rows rows = new Rows();
            for (int row = 0; row < 900; row++) {
                rows.add("group " + row % 5, random.nextInt(10) < 3, random.nextInt(3) == 0, 1);
            }
            wrong += analyse(rows, BEST, exact).columns().get(0).unequal().isEmpty() ? 0 : 1;
        }
        // ratio and difference of one pair go together, so the rate lies below 5 %; 40 is the upper end of its band
        assertThat(wrong).isBetween(3, 40);
    }

    @Test
    void ratiosCoverTheTruth() {
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            SplittableRandom random = new SplittableRandom(17L * run + 3);
            Rows rows = new Rows();
            for (int row = 0; row < 200; row++) {
                rows.add("a", random.nextInt(100) < 30, true, 1);
                rows.add("b", random.nextInt(100) < 20, true, 1);
            }
            BiasReport report = analyse(rows, List.of(new SensitiveColumn.AgainstGroup("group", "a")), POLICY);
            var ratio = (Estimate.Measured)
                    gap(report, BiasMeasure.DISPARATE_IMPACT, "b").value();
            covered += ratio.lower() <= 2 / 3.0 && 2 / 3.0 <= ratio.upper() ? 1 : 0;
        }
        assertThat(covered / 1000.0).isBetween(.93, .97);
    }

    @Test
    void groupsOfAQuantityAreComparedInItsUnit() {
        SplittableRandom random = new SplittableRandom(5);
        String[] groups = new String[2000];
        double[] answers = new double[groups.length];
        double[] labels = new double[groups.length];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = row % 2 == 0 ? "a" : "b";
            answers[row] = 100 + random.nextInt(10) + (row % 2 == 0 ? 0 : 4);
            labels[row] = answers[row] + random.nextInt(-3, 4) - (row % 2 == 0 ? 0 : 3);
        }
        ColumnTable table =
                ColumnTable.builder(groups.length).categories("group", groups).build();
        RegressionRows rows = RegressionRows.of(answers, labels);
        BiasReport strict = BiasAnalysis.analyse(table, rows, BEST, OutcomeOptions.defaults(), POLICY.inUnitsOf(5));
        assertThat(point(gap(strict, BiasMeasure.MEAN_ERROR, "b", "a"))).isCloseTo(3, within(.3));
        assertThat(gap(strict, BiasMeasure.MEAN_ERROR, "b", "a").unequal()).isTrue();
        assertThat(point(gap(strict, BiasMeasure.MEAN_ANSWER, "a", "b"))).isCloseTo(-4, within(.5));
        assertThat(gap(strict, BiasMeasure.MEAN_ANSWER, "a", "b").unequal()).isTrue();
        assertThat(strict.tested()).isEqualTo(2);
        assertThat(strict.because().get(0)).startsWith("mean-error of group b against a: ");
        BiasReport lenient = BiasAnalysis.analyse(table, rows, BEST, OutcomeOptions.defaults(), POLICY.inUnitsOf(50));
        assertThat(lenient.columns().get(0).gaps())
                .extracting(BiasGap::finding)
                .allSatisfy(finding -> assertThat(finding).isInstanceOf(BiasFinding.Even.class));
        JsonRoundTrip.of(strict, BiasReport.class);
    }

    @Test
    void groupsOfSeveralClassesAreComparedByAccuracyAndByEveryClass() {
        List<String> classes = List.of("low", "middle", "high");
        String[] groups = new String[3000];
        double[][] probabilities = new double[groups.length][3];
        int[] labels = new int[groups.length];
        for (int row = 0; row < groups.length; row++) {
            boolean other = row % 2 == 1;
            groups[row] = other ? "b" : "a";
            labels[row] = row / 2 % 3;
            // of b every other row that is high is called low
            probabilities[row][other && labels[row] == 2 && row % 4 == 1 ? 0 : labels[row]] = 1;
        }
        ColumnTable table =
                ColumnTable.builder(groups.length).categories("group", groups).build();
        BiasReport report = BiasAnalysis.analyse(
                table,
                MulticlassRows.ofProbabilities(classes, probabilities, labels),
                BEST,
                OutcomeOptions.defaults(),
                POLICY);
        assertThat(report.columns())
                .extracting(BiasColumn::answer)
                .containsExactly(Optional.empty(), Optional.of("low"), Optional.of("middle"), Optional.of("high"));
        BiasGap accuracy = report.columns().get(0).gaps().get(0);
        assertThat(accuracy.measure()).isEqualTo(BiasMeasure.ACCURACY);
        assertThat(accuracy.group()).isEqualTo("b");
        assertThat(point(accuracy)).isCloseTo(-1 / 6.0, within(1e-12));
        assertThat(accuracy.unequal()).isTrue();
        assertThat(report.columns().get(2).unequal()).isEmpty();
        assertThat(report.columns().get(3).unequal())
                .extracting(BiasGap::measure)
                .contains(BiasMeasure.TRUE_POSITIVE_RATE);
        assertThat(report.because())
                .anyMatch(sentence ->
                        sentence.startsWith("true-positive-rate of answer high of group b against a: -0.500 "));
        assertThat(report.tested()).isEqualTo(7);
        JsonRoundTrip.of(report, BiasReport.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Rows rows = new Rows().add("a", true, true, 40);
        assertThatThrownBy(() -> analyse(rows, List.of(new SensitiveColumn.AgainstGroup("group", "z")), POLICY))
                .hasMessage("Invalid reference group: 'z' is no group of group, expected one of a");
        assertThatThrownBy(() -> analyse(rows, List.of(new SensitiveColumn.AgainstBest("age")), POLICY))
                .hasMessage("Invalid sensitive column: there is no column 'age', expected one of group");
    }

    private static BiasReport analyse(Rows rows, List<SensitiveColumn> columns, BiasPolicy policy) {
        return BiasAnalysis.analyse(rows.table(), rows.outcomes(), columns, OutcomeOptions.defaults(), policy);
    }

    private static BiasGap gap(BiasReport report, BiasMeasure measure, String group, String against) {
        BiasGap gap = gap(report, measure, group);
        assertThat(gap.against()).isEqualTo(against);
        return gap;
    }

    private static BiasGap gap(BiasReport report, BiasMeasure measure, String group) {
        return report.columns().get(0).gaps().stream()
                .filter(gap -> gap.measure() == measure && gap.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.toString()));
    }

    private static double point(BiasGap gap) {
        return gap.value().point().orElseThrow();
    }

    private static final class Rows {
        private final List<String> groups = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private final List<Boolean> labels = new ArrayList<>();

        @SuppressWarnings("NullAway") // null is a missing category
        Rows add(@Nullable String group, boolean selected, boolean label, int times) {
            for (int i = 0; i < times; i++) {
                groups.add(group);
                scores.add(selected ? .9 : .1);
                labels.add(label);
            }
            return this;
        }

        ColumnTable table() {
            return ColumnTable.builder(groups.size())
                    .categories("group", groups.toArray(new String[0]))
                    .build();
        }

        BinaryRows outcomes() {
            boolean[] positive = new boolean[labels.size()];
            for (int i = 0; i < positive.length; i++) {
                positive[i] = labels.get(i);
            }
            return BinaryRows.of(
                    scores.stream().mapToDouble(Double::doubleValue).toArray(), positive);
        }
    }
}
