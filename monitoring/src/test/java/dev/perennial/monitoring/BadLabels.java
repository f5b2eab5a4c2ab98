package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.BadInput.Ending;
import dev.perennial.monitoring.BadInput.Seen;
import dev.perennial.monitoring.decision.CandidateGate;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.GatePolicy;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.PairedScores;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.ClassOutcome;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.MulticlassOutcomes;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Bad input, rows 12 to 15 of its table: labels that lack, lack a class or leak, and what a total hides. */
final class BadLabels {
    private static final int N = BadColumns.N;
    private static final OutcomeOptions OPTIONS = OutcomeOptions.defaults();

    private final List<BadInput> cases = new ArrayList<>();

    private BadLabels() {}

    static List<BadInput> cases() {
        BadLabels labels = new BadLabels();
        labels.arrivals();
        labels.classes();
        labels.undefined();
        labels.leaks();
        labels.totals();
        return labels.cases;
    }

    /** The verdict on a window of these scores with the first labels that arrived, beside a healthy reference. */
    static WindowVerdict verdict(DriftAssessment drift, double[] scores, LabelMaturity maturity) {
        double[] known = new SplittableRandom(31).doubles(2000).toArray();
        return WindowDecision.decide(
                new WindowEvidence(
                        drift,
                        BinaryPerformance.measure(scores, labels(scores), maturity),
                        BinaryPerformance.measure(known, labels(known), LabelMaturity.complete(known.length)),
                        new StalenessVerdict.NotEvaluable("no challenger")),
                DecisionPolicy.standard());
    }

    private static boolean[] labels(double[] scores) {
        SplittableRandom random = new SplittableRandom(32);
        boolean[] labels = new boolean[scores.length];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = random.nextDouble() < scores[row];
        }
        return labels;
    }

    private void arrivals() {
        add(12, "a third of the labels still to come", Ending.NOT_EVALUABLE, () -> {
            WindowVerdict verdict = verdict(clean(), scores(400), new LabelMaturity(400, 600));
            assertThat(verdict.word()).isEqualTo(WindowVerdict.Word.NOT_EVALUABLE);
            assertThat(verdict.because()).startsWith("400 of 600 labels have arrived");
            return Seen.of(Ending.NOT_EVALUABLE, verdict);
        });
        add(12, "no label at all", Ending.NOT_EVALUABLE, () -> {
            WindowVerdict verdict = verdict(clean(), new double[0], new LabelMaturity(0, 600));
            assertThat(verdict.word()).isEqualTo(WindowVerdict.Word.SILENCE);
            assertThat(verdict.action()).isEqualTo(WindowVerdict.Action.ALERT);
            return Seen.of(Ending.NOT_EVALUABLE, verdict);
        });
        add(12, "all labels", Ending.OK, () -> {
            WindowVerdict verdict = verdict(clean(), scores(600), LabelMaturity.complete(600));
            return Seen.of(verdict.word() == WindowVerdict.Word.HEALTHY ? Ending.OK : Ending.DRIFT, verdict);
        });
    }

    private void classes() {
        add(12, "only negatives labelled", Ending.NOT_EVALUABLE, () -> {
            double[] labels = new double[N];
            Arrays.fill(labels, 0, N / 2, Double.NaN);
            return outcome(BinaryRows.ofArrived(scores(N), labels), Metric.RECALL);
        });
        add(12, "a class that has vanished", Ending.NOT_EVALUABLE, () -> {
            int[] labels = new int[N];
            int[] predicted = new int[N];
            Arrays.setAll(labels, row -> row % 2);
            Arrays.setAll(predicted, row -> row / 2 % 2);
            OutcomeReport report = Outcomes.measure(
                    (LabelledRows) MulticlassRows.ofClasses(List.of("a", "b", "gone"), predicted, labels), OPTIONS);
            ClassOutcome gone = ((MulticlassOutcomes) report).classes().get(2);
            assertThat(gone.name()).isEqualTo("gone");
            assertThat(report.metric(Metric.MACRO_RECALL).orElseThrow().notes())
                    .anyMatch(note -> note.startsWith("class gone is left out"));
            boolean measured = gone.metrics().stream()
                    .filter(value -> value.name().metric() != Metric.SPECIFICITY)
                    .anyMatch(value -> value.estimate() instanceof Estimate.Measured);
            return Seen.of(measured ? Ending.OK : Ending.NOT_EVALUABLE, report);
        });
    }

    private void undefined() {
        boolean[] oneClass = new boolean[N];
        double[] scores = scores(N);
        double[] none = new double[N];
        Arrays.fill(none, Double.NaN);
        undefined("AUC of one class", BinaryRows.of(scores, oneClass), Metric.AUC);
        undefined("precision 0/0", BinaryRows.of(new double[N], oneClass), Metric.PRECISION);
        undefined("F1 0/0", BinaryRows.of(new double[N], oneClass), Metric.F1);
        undefined("accuracy without labels", BinaryRows.ofArrived(scores, none), Metric.ACCURACY);
        undefined("accuracy without rows", BinaryRows.of(new double[0], new boolean[0]), Metric.ACCURACY);
        undefined("R² of a constant", RegressionRows.of(scores, new double[N]), Metric.R2);
        undefined("calibration slope of a constant", BinaryRows.of(new double[N], oneClass), Metric.CALIBRATION_SLOPE);
        add(13, "log loss of certainties that are wrong", Ending.OK, () -> {
            double[] sure = new double[N];
            boolean[] happened = new boolean[N];
            Arrays.setAll(sure, row -> row % 2);
            Arrays.fill(happened, 0, N / 2, true);
            OutcomeReport report = Outcomes.measure((LabelledRows) BinaryRows.of(sure, happened), OPTIONS);
            Estimate loss = report.metric(Metric.LOG_LOSS).orElseThrow().estimate();
            assertThat(loss.point().orElseThrow()).isGreaterThan(5).isLessThan(100);
            return Seen.of(Ending.OK, report);
        });
    }

    private void undefined(String what, LabelledRows rows, Metric metric) {
        add(13, what, Ending.NOT_EVALUABLE, () -> outcome(rows, metric));
    }

    private void leaks() {
        for (double certainty : new double[] {0.98, 1}) {
            add(14, "the target among the features, known to " + certainty, Ending.QUARANTINED, () -> {
                double[] champion = scores(1400);
                boolean[] labels = labels(champion);
                double[] leaked = new double[labels.length];
                String[] days = new String[labels.length];
                for (int row = 0; row < labels.length; row++) {
                    leaked[row] = labels[row] ? certainty : 1 - certainty;
                    days[row] = "day " + row / 100;
                }
                GateVerdict verdict =
                        CandidateGate.decide(new PairedScores(champion, leaked, labels, days), GatePolicy.standard());
                boolean found = verdict instanceof GateVerdict.Rejected
                        && verdict.because()
                                .contains("too good to be true (limit 0.9990): a feature may hold the label");
                return Seen.of(found ? Ending.QUARANTINED : Ending.OK, verdict);
            });
        }
    }

    private void totals() {
        add(15, "Simpson: all together", Ending.OK, () -> {
            SliceReport report = simpson();
            return Seen.of(report.overall().harmed() ? Ending.DRIFT : Ending.OK, report);
        });
        add(15, "Simpson: one segment", Ending.DRIFT, () -> {
            SliceReport report = simpson();
            return Seen.of(report.harmed().isEmpty() ? Ending.OK : Ending.DRIFT, report);
        });
    }

    private void add(int row, String input, Ending expected, Supplier<Seen> look) {
        cases.add(new BadInput(row, input, expected, look));
    }

    private static DriftAssessment clean() {
        Rows rows = new Rows(4, N);
        return BadColumns.REFERENCE.at(rows.table(), rows.times).drift();
    }

    private static double[] scores(int rows) {
        return new SplittableRandom(15).doubles(rows).toArray();
    }

    private static Seen outcome(LabelledRows rows, Metric metric) {
        OutcomeReport report = Outcomes.measure(rows, OPTIONS);
        return Seen.of(ending(report, metric), report);
    }

    private static Ending ending(OutcomeReport report, Metric metric) {
        return report.metric(metric).orElseThrow().estimate() instanceof Estimate.NotEvaluable
                ? Ending.NOT_EVALUABLE
                : Ending.OK;
    }

    /* In one segment the model becomes worse, in the other better by as much: all together nothing has changed. */
    private static SliceReport simpson() {
        return SliceAnalysis.analyse(
                segments(22, 0.9, 0.7),
                segments(23, 0.7, 0.9),
                List.of(new SliceDefinition.ByColumn("segment")),
                List.of(MetricName.of(Metric.ACCURACY)),
                OPTIONS,
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
