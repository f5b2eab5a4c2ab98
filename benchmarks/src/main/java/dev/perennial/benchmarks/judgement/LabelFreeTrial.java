package dev.perennial.benchmarks.judgement;

import dev.perennial.benchmarks.judgement.LabelFreeJudge.Rules;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.BinaryPerformance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Windows in a row of which it is known whether they were harmed, to be judged without their labels by various rules. */
final class LabelFreeTrial {
    private final String name;
    private final LabelFreeJudge judge;
    private final List<Window> windows;

    private LabelFreeTrial(String name, LabelFreeJudge judge, List<Window> windows) {
        this.name = name;
        this.judge = judge;
        this.windows = List.copyOf(windows);
    }

    /**
     * One window.
     *
     * @param rows what is known when it closes
     * @param estimate what is estimated then
     * @param harmed what its labels showed
     */
    record Window(ScoredRows rows, WindowEstimate estimate, boolean harmed) {}

    /** Rows with their labels, which only the truth is taken from. */
    static final class Labelled {
        private final ScoredRows rows;
        private final boolean[] labels;

        Labelled(ScoredRows rows, boolean[] labels) {
            this.rows = rows;
            this.labels = labels.clone();
        }

        ScoredRows rows() {
            return rows;
        }

        boolean[] labels() {
            return labels.clone();
        }

        int size() {
            return labels.length;
        }

        Labelled select(int[] indexes) {
            boolean[] picked = new boolean[indexes.length];
            for (int at = 0; at < picked.length; at++) {
                picked[at] = labels[indexes[at]];
            }
            return new Labelled(rows.select(indexes), picked);
        }
    }

    /** Whether the labels of a window showed harm. */
    @FunctionalInterface
    interface Truth {
        boolean harmed(int window, Labelled rows, LabelFreeJudge judge);
    }

    /** Windows of a fixed number of rows; the last one where it holds half of that. */
    static LabelFreeTrial of(String name, Labelled reference, Labelled rows, int windowRows, Truth truth) {
        LabelFreeJudge judge = LabelFreeJudge.of(reference.rows(), reference.labels(), windowRows);
        List<Window> windows = new ArrayList<>();
        for (int from = 0; rows.size() - from >= windowRows / 2; from += windowRows) {
            Labelled window = rows.select(IntStream.range(from, Math.min(from + windowRows, rows.size()))
                    .toArray());
            windows.add(new Window(
                    window.rows(), judge.estimate(window.rows()), truth.harmed(windows.size(), window, judge)));
        }
        return new LabelFreeTrial(name, judge, windows);
    }

    /** Harm is any of the judged metrics beyond three deviations of what the reference's windows achieved. */
    static boolean beyondAnyLimit(int window, Labelled rows, LabelFreeJudge judge) {
        BinaryPerformance shown = BinaryPerformance.measure(rows.rows().scores(), rows.labels());
        return broken(judge, EstimatedMetric.ACCURACY, shown.accuracy().point().orElseThrow())
                || broken(judge, EstimatedMetric.AUC, shown.auc().point().orElseThrow())
                || broken(
                        judge, EstimatedMetric.LOG_LOSS, shown.logLoss().point().orElseThrow())
                || broken(judge, EstimatedMetric.BRIER, shown.brier().point().orElseThrow());
    }

    private static boolean broken(LabelFreeJudge judge, EstimatedMetric metric, double shown) {
        return metric.worse() * (shown - judge.limit(metric)) > 0;
    }

    List<Window> windows() {
        return windows;
    }

    /** The verdicts of a judge who sees the windows in their order. */
    List<WindowVerdict> verdicts(Rules rules) {
        LabelFreeJudge fresh = judge.by(rules);
        List<WindowVerdict> verdicts = new ArrayList<>();
        for (Window window : windows) {
            verdicts.add(fresh.next("window " + verdicts.size(), window.rows(), window.estimate()));
        }
        return verdicts;
    }

    /** How often rules are right. */
    Score score(Rules rules) {
        return Score.of(name, windows, verdicts(rules));
    }

    /**
     * How often alarms are right.
     *
     * @param name of what
     * @param windows the number of windows
     * @param harmed those that were harmed
     * @param alarms those that were said to be
     * @param right those of which both is true
     */
    record Score(String name, int windows, int harmed, int alarms, int right) {

        static Score of(String name, List<Window> windows, List<WindowVerdict> verdicts) {
            int harmed = 0;
            int alarms = 0;
            int right = 0;
            for (int at = 0; at < verdicts.size(); at++) {
                boolean alarm = verdicts.get(at).word() == Word.HARM_ESTIMATED;
                boolean harm = windows.get(at).harmed();
                harmed += harm ? 1 : 0;
                alarms += alarm ? 1 : 0;
                right += alarm && harm ? 1 : 0;
            }
            return new Score(name, verdicts.size(), harmed, alarms, right);
        }

        static Score sum(String name, Score... scores) {
            return new Score(
                    name,
                    Arrays.stream(scores).mapToInt(Score::windows).sum(),
                    Arrays.stream(scores).mapToInt(Score::harmed).sum(),
                    Arrays.stream(scores).mapToInt(Score::alarms).sum(),
                    Arrays.stream(scores).mapToInt(Score::right).sum());
        }

        double precision() {
            return alarms == 0 ? 0 : (double) right / alarms;
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-44s %8d %8d %8d %8d %10s %8s",
                    name,
                    windows,
                    harmed,
                    alarms,
                    right,
                    share(right, alarms),
                    share(right, harmed));
        }

        static String header() {
            return String.format(
                    "%-44s %8s %8s %8s %8s %10s %8s",
                    "", "windows", "harmed", "alarms", "right", "precision", "recall");
        }

        private static String share(int part, int whole) {
            return whole == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) part / whole);
        }
    }
}
