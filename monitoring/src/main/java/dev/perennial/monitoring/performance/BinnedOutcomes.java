package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.performance.CostMatrix.Decided;
import java.util.Arrays;
import java.util.List;

/** The metrics of one set of counts, rows taken as independent. */
final class BinnedOutcomes {
    private final OutcomeCounts counts;
    private final RankedScores ranked;
    private final long truePositives;
    private final long falsePositives;
    private final long falseNegatives;
    private final long trueNegatives;

    BinnedOutcomes(OutcomeCounts counts) {
        this.counts = counts;
        int bins = counts.bins().size();
        double[] thresholds = new double[bins];
        long[] positives = new long[bins];
        long[] negatives = new long[bins];
        long calledPositive = 0;
        long calledNegative = 0;
        int used = 0;
        for (int bin = bins - 1; bin >= 0; bin--) {
            long p = counts.positives().get(bin);
            long n = counts.negatives().get(bin);
            if (counts.bins().called(bin)) {
                calledPositive += p;
                calledNegative += n;
            }
            if (p + n > 0) {
                thresholds[used] = counts.bins().from(bin);
                positives[used] = p;
                negatives[used] = n;
                used++;
            }
        }
        this.ranked = RankedScores.ofCounts(
                Arrays.copyOf(thresholds, used), Arrays.copyOf(positives, used), Arrays.copyOf(negatives, used));
        this.truePositives = calledPositive;
        this.falsePositives = calledNegative;
        this.falseNegatives = OutcomeCounts.total(counts.positives()) - calledPositive;
        this.trueNegatives = OutcomeCounts.total(counts.negatives()) - calledNegative;
    }

    RankedScores ranked() {
        return ranked;
    }

    ConfusionMatrix confusion() {
        return new ConfusionMatrix(
                List.of("negative", "positive"),
                List.of(List.of(trueNegatives, falsePositives), List.of(falseNegatives, truePositives)));
    }

    private long positives() {
        return truePositives + falseNegatives;
    }

    private long negatives() {
        return falsePositives + trueNegatives;
    }

    private long rows() {
        return positives() + negatives();
    }

    Evaluation logLoss() {
        return mean(counts.logLoss(), rows(), 0, Double.MAX_VALUE);
    }

    Evaluation brier() {
        return mean(counts.brier(), rows(), 0, 1);
    }

    Evaluation gap() {
        return mean(counts.gap(), rows(), -1, 1);
    }

    Evaluation meanScore() {
        return mean(counts.score(), rows() + OutcomeCounts.total(counts.unlabelled()), 0, 1);
    }

    private static Evaluation mean(ExactMoments moments, long rows, double least, double most) {
        if (rows < 2) {
            return Evaluation.unknown(rows + " rows, at least 2 are needed", rows);
        }
        double mean = Math.min(most, Math.max(least, moments.mean(rows)));
        double error = Math.sqrt(moments.variance(rows) / rows);
        return Evaluation.known(mean, Spreads.student(mean, error, rows - 1.0, least, most), rows);
    }

    Evaluation accuracy() {
        return share(truePositives + trueNegatives, rows(), "0 labelled rows, at least 1 is needed");
    }

    Evaluation precision() {
        return share(truePositives, truePositives + falsePositives, "no row is called positive");
    }

    Evaluation recall() {
        return share(truePositives, positives(), "no row is positive");
    }

    Evaluation specificity() {
        return share(trueNegatives, negatives(), "no row is negative");
    }

    Evaluation falsePositiveRate() {
        return share(falsePositives, negatives(), "no row is negative");
    }

    Evaluation baseRate() {
        return share(positives(), rows(), "0 labelled rows, at least 1 is needed");
    }

    Evaluation f1() {
        return share(
                        truePositives,
                        truePositives + falsePositives + falseNegatives,
                        "no row is positive and none is called positive")
                .map(jaccard -> 2 * jaccard / (1 + jaccard));
    }

    Evaluation selectionRate() {
        long called = truePositives + falsePositives;
        long unlabelled = 0;
        for (int bin = 0; bin < counts.bins().size(); bin++) {
            unlabelled += counts.unlabelled().get(bin);
            called += counts.bins().called(bin) ? counts.unlabelled().get(bin) : 0;
        }
        return share(called, rows() + unlabelled, "0 rows with a usable score, at least 1 is needed");
    }

    private static Evaluation share(long successes, long trials, String none) {
        return trials == 0
                ? Evaluation.unknown(none, 0)
                : Evaluation.known((double) successes / trials, Spreads.proportion(successes, trials), trials);
    }

    Evaluation cost(CostMatrix costs) {
        long n = rows();
        if (n < 2) {
            return Evaluation.unknown(n + " rows, at least 2 are needed", n);
        }
        double mean = 0;
        for (Decided decided : Decided.values()) {
            mean += costs.of(decided) * ((double) count(decided) / n);
        }
        double variance = 0;
        for (Decided decided : Decided.values()) {
            double residual = costs.of(decided) - mean;
            variance += residual * residual * count(decided) / (n - 1.0);
        }
        return Evaluation.known(
                mean, Spreads.student(mean, Math.sqrt(variance / n), n - 1.0, -Double.MAX_VALUE, Double.MAX_VALUE), n);
    }

    private long count(Decided decided) {
        return switch (decided) {
            case TRUE_POSITIVE -> truePositives;
            case FALSE_POSITIVE -> falsePositives;
            case FALSE_NEGATIVE -> falseNegatives;
            case TRUE_NEGATIVE -> trueNegatives;
        };
    }

    Evaluation auc() {
        if (positives() < 2 || negatives() < 2) {
            return Evaluation.unknown(
                    positives() + " positive and " + negatives() + " negative rows, at least 2 of each are needed",
                    rows());
        }
        double tied = 0;
        for (int k = 0; k < ranked.size(); k++) {
            tied += (double) ranked.positivesAt(k) * ranked.negativesAt(k);
        }
        return Areas.auc(ranked).blurred(tied / 2 / ((double) positives() * negatives()));
    }

    Evaluation averagePrecision() {
        if (positives() < 2 || negatives() < 1) {
            return Evaluation.unknown(
                    positives() + " positive and " + negatives() + " negative rows, at least 2 and 1 are needed",
                    rows());
        }
        double best = 0;
        double worst = 0;
        for (int k = 0; k < ranked.size(); k++) {
            double before = ranked.truePositives(k - 1);
            for (long j = 1; j <= ranked.positivesAt(k); j++) {
                best += (before + j) / (before + j + ranked.falsePositives(k - 1));
                worst += (before + j) / (before + j + ranked.falsePositives(k));
            }
        }
        double middle = (best + worst) / 2 / positives();
        return Areas.averagePrecision(ranked, Math.min(1, middle)).blurred((best - worst) / 2 / positives());
    }
}
