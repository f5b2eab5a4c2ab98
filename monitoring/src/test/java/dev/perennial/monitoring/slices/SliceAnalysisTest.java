package dev.perennial.monitoring.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SliceAnalysisTest {
    private static final MetricName ACCURACY = MetricName.of(Metric.ACCURACY);
    private static final List<SliceDefinition> BY_GROUP = List.of(new SliceDefinition.ByColumn("group"));

    /** Both groups are served worse, but traffic has moved to the easy one: the whole looks as good as before. */
    @Test
    void aShrinkingBadlyServedGroupCannotHideBehindTheWhole() {
        SliceRows reference = rows(1, new Group("a", 16_000, .10), new Group("b", 4_000, .40));
        SliceRows window = rows(2, new Group("a", 18_800, .13), new Group("b", 1_200, .60));
        SliceReport report = analyse(window, reference, SlicePolicy.defaults());
        assertThat(report.overall().harmed()).isFalse();
        assertThat(report.overall().metrics().get(0).againstReference()).isInstanceOf(SliceFinding.NotWorse.class);
        assertThat(report.harmed()).extracting(SliceOutcome::name).contains("group = b");
        SliceOutcome first = report.slices().get(0);
        assertThat(first.name()).isEqualTo("group = b");
        assertThat(first.weak()).isTrue();
        assertThat(first.share().point().orElseThrow()).isEqualTo(.06);
        // weighed with the fifth of the traffic that it had, not with the 6 % that remain
        assertThat(first.impact()).isCloseTo(.2 * (.2 - .05 * .6), within(.01));
        MixChange mix = report.mixes().get(0);
        assertThat(mix.change()).isCloseTo(0, within(.01));
        assertThat(mix.within().point().orElseThrow()).isCloseTo(.8 * .03 + .2 * .2, within(.012));
        assertThat(((Estimate.Measured) mix.within()).lower()).isPositive();
        assertThat(mix.mix()).isCloseTo(mix.change() - .064, within(.012));
        assertThat(report.because())
                .startsWith(
                        "the window as a whole is not shown to be worse, but these are: group = b (accuracy worse by ");
        JsonRoundTrip.of(report, SliceReport.class);
    }

    @Test
    void metricsThatAreShownAreComparedWithNothing() {
        SliceRows reference = rows(3, new Group("a", 8_000, .10), new Group("b", 2_000, .10));
        SliceRows window = rows(4, new Group("a", 8_000, .10), new Group("b", 2_000, .60));
        SliceReport alone = analyse(window, reference, SlicePolicy.defaults());
        SliceReport report = SliceAnalysis.analyse(
                window,
                reference,
                BY_GROUP,
                List.of(ACCURACY),
                List.of(ACCURACY, MetricName.of(Metric.RECALL)),
                OutcomeOptions.defaults(),
                SlicePolicy.defaults());
        assertThat(report.tested()).isEqualTo(alone.tested());
        SliceOutcome worst = report.slices().get(0);
        assertThat(worst.metrics().get(0))
                .isEqualTo(alone.slices().get(0).metrics().get(0));
        assertThat(worst.metrics()).hasSize(2);
        assertThat(worst.metrics().get(1).window().estimate()).isInstanceOf(Estimate.Measured.class);
        assertThat(worst.metrics().get(1).againstReference())
                .isEqualTo(new SliceFinding.NotEvaluable("it is shown, not judged", 0));
        assertThat(worst.metrics().get(1).impact()).isZero();
    }

    @Test
    void aSliceThatIsOnlyWeakIsNotCalledWorseThanBefore() {
        SliceRows reference = rows(3, new Group("a", 8_000, .10), new Group("b", 2_000, .30));
        SliceRows window = rows(4, new Group("a", 8_000, .10), new Group("b", 2_000, .30));
        SliceReport report = analyse(window, reference, SlicePolicy.defaults());
        assertThat(report.harmed()).isEmpty();
        assertThat(report.weak()).extracting(SliceOutcome::name).containsExactly("group = b");
        assertThat(report.because())
                .isEqualTo("the window as a whole is not shown to be worse, and neither is any of 2 slices");
    }

    @Test
    void smallSlicesSayHowManyLabelsTheyNeed() {
        SliceRows reference = rows(5, new Group("a", 3_000, .10), new Group("b", 300, .10), new Group("gone", 200, .1));
        SliceRows window = rows(6, new Group("a", 3_000, .10), new Group("b", 60, .90), new Group("new", 200, .1));
        SliceReport report = analyse(window, reference, SlicePolicy.defaults());
        assertThat(finding(report, "group = b").because())
                .isEqualTo("60 labels, at least 100 are needed: needs 40 more labels");
        var estimate = (Estimate.Measured)
                named(report, "group = b").metrics().get(0).window().estimate();
        assertThat(estimate.value()).as("an honest interval all the same").isCloseTo(.1, within(.1));
        assertThat(finding(report, "group = new").because())
                .isEqualTo("in the reference: 0 labels, at least 100 are needed");
        assertThat(finding(report, "group = gone").because())
                .isEqualTo("0 labels, at least 100 are needed: needs 100 more labels");
        assertThat(named(report, "group = gone").share().point().orElseThrow()).isZero();
        assertThat(report.tested()).isEqualTo(3);
        JsonRoundTrip.of(report, SliceReport.class);
    }

    @Test
    void metricsOfOneClassNeedThatClass() {
        int n = 400;
        double[] scores = new double[n];
        double[] labels = new double[n];
        String[] groups = new String[n];
        for (int row = 0; row < n; row++) {
            scores[row] = (row % 20) / 20.0;
            labels[row] = row % 40 == 39 ? 1 : 0;
            groups[row] = "a";
        }
        SliceRows rows = new SliceRows(
                ColumnTable.builder(n).categories("group", groups).build(), BinaryRows.ofArrived(scores, labels));
        SliceReport report = SliceAnalysis.analyse(
                rows,
                rows,
                BY_GROUP,
                List.of(MetricName.of(Metric.RECALL), MetricName.of(Metric.LOG_LOSS)),
                OutcomeOptions.defaults(),
                SlicePolicy.defaults());
        List<SliceMetric> metrics = report.slices().get(0).metrics();
        assertThat(metrics.get(0).againstReference())
                .isEqualTo(new SliceFinding.NotEvaluable("10 positive labels, at least 30 are needed", 764));
        assertThat(metrics.get(1).againstReference()).isInstanceOf(SliceFinding.Inconclusive.class);
        assertThat(metrics.get(1).againstRest())
                .isEqualTo(new SliceFinding.NotEvaluable("the slice is the whole window", 0));
    }

    @Test
    void unlabelledRowsAreTrafficAndImmature() {
        int n = 1000;
        double[] scores = new double[n];
        double[] labels = new double[n];
        String[] groups = new String[n];
        for (int row = 0; row < n; row++) {
            scores[row] = .5;
            labels[row] = row % 2 == 0 && row < 500 ? Double.NaN : row % 3 == 0 ? 1 : 0;
            groups[row] = row < 500 ? "late" : row == 999 ? null : "early";
        }
        SliceRows rows = new SliceRows(
                ColumnTable.builder(n).categories("group", groups).build(), BinaryRows.ofArrived(scores, labels));
        SliceReport report = analyse(rows, rows, SlicePolicy.defaults());
        assertThat(named(report, "group = late").labels()).isEqualTo(new LabelMaturity(250, 500));
        assertThat(named(report, "group = late").share().point().orElseThrow()).isEqualTo(.5);
        assertThat(named(report, "group is missing").rows()).isEqualTo(1);
    }

    @Test
    void withoutAnyChangeTheDeclaredRateHolds() {
        SlicePolicy exact = new SlicePolicy(0, .05, .95, 100, 30, 50);
        int runs = 500;
        int wrong = 0;
        for (int run = 0; run < runs; run++) {
            List<Group> groups = new ArrayList<>();
            for (int group = 0; group < 8; group++) {
                groups.add(new Group("g" + group, 130 + 40 * group, .1 + .03 * group));
            }
            Group[] same = groups.toArray(new Group[0]);
            SliceReport report = analyse(rows(7000 + 2 * run, same), rows(7001 + 2 * run, same), exact);
            wrong += report.harmed().isEmpty() ? 0 : 1;
        }
        // binomial(500, .05): 25 expected, 40 or more in one of a thousand
        assertThat(wrong).isBetween(10, 40);
    }

    @Test
    void manyCategoriesBecomeOneOtherSlice() {
        Group[] groups = new Group[60];
        for (int group = 0; group < 60; group++) {
            groups[group] = new Group("g" + group, 20 + group, .1);
        }
        SliceReport report = analyse(rows(8, groups), rows(9, groups), new SlicePolicy(.05, .05, .95, 100, 30, 10));
        assertThat(report.slices()).hasSize(11);
        assertThat(named(report, "any other group").rows()).isGreaterThan(2000);
    }

    @Test
    void refusesDefinitionsThatDoNotFit() {
        SliceRows rows = rows(10, new Group("a", 200, .1));
        assertThatThrownBy(() -> SliceAnalysis.analyse(
                        rows,
                        rows,
                        List.of(new SliceDefinition.ByColumn("grp")),
                        List.of(ACCURACY),
                        OutcomeOptions.defaults(),
                        SlicePolicy.defaults()))
                .hasMessage("Invalid slices: there is no column 'grp', expected one of group");
        assertThatThrownBy(() -> SliceAnalysis.analyse(
                        rows,
                        rows,
                        BY_GROUP,
                        List.of(MetricName.of(Metric.BASE_RATE)),
                        OutcomeOptions.defaults(),
                        SlicePolicy.defaults()))
                .hasMessage("Invalid metric of slices: base-rate only describes");
    }

    private static SliceReport analyse(SliceRows window, SliceRows reference, SlicePolicy policy) {
        return SliceAnalysis.analyse(window, reference, BY_GROUP, List.of(ACCURACY), OutcomeOptions.defaults(), policy);
    }

    private static SliceOutcome named(SliceReport report, String name) {
        return report.slices().stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.toString()));
    }

    private static SliceFinding finding(SliceReport report, String name) {
        return named(report, name).metrics().get(0).againstReference();
    }

    private record Group(String name, int rows, double errorRate) {}

    /** Scores on the wrong side of one half at each group's rate. */
    private static SliceRows rows(int seed, Group... groups) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> scores = new ArrayList<>();
        List<Double> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Group group : groups) {
            for (int row = 0; row < group.rows(); row++) {
                boolean positive = random.nextInt(3) == 0;
                boolean wrong = random.nextDouble() < group.errorRate();
                scores.add(positive == wrong ? .2 : .8);
                labels.add(positive ? 1.0 : 0.0);
                names.add(group.name());
            }
        }
        return new SliceRows(
                ColumnTable.builder(names.size())
                        .categories("group", names.toArray(new String[0]))
                        .build(),
                BinaryRows.ofArrived(
                        scores.stream().mapToDouble(Double::doubleValue).toArray(),
                        labels.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
