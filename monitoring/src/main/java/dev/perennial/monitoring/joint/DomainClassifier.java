package dev.perennial.monitoring.joint;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.BoostingLoss;
import dev.perennial.monitoring.learn.BoostingOptions;
import dev.perennial.monitoring.learn.CrossFit;
import dev.perennial.monitoring.learn.Folds;
import dev.perennial.monitoring.learn.LearningTask;
import dev.perennial.monitoring.learn.RowOrder;
import java.util.Arrays;

/**
 * Trees that tell the rows of a window from those of a reference, every row judged by trees that have not seen it.
 * Immutable.
 *
 * <p>How many trees there are is left to the held-out loss, so that without drift there are hardly any, the area is one half
 * and all density ratios are 1. The odds of a row, divided by the ratio of row counts, estimate the density ratio of window
 * to reference at that row (Sugiyama, Suzuki, Kanamori, "Density ratio estimation in machine learning", 2012, chapter 4).
 */
public final class DomainClassifier {
    private static final int FOLDS = 3;
    private static final int LEAVES = 15;
    private static final int ROUNDS = 100;
    private static final int PATIENCE = 5;

    private final double[] referenceRatios;
    private final double[] windowRatios;
    private final double auc;
    private final double nullError;

    private DomainClassifier(double[] referenceRatios, double[] windowRatios, double auc) {
        this.referenceRatios = referenceRatios;
        this.windowRatios = windowRatios;
        this.auc = auc;
        double n = referenceRatios.length;
        double m = windowRatios.length;
        this.nullError = Math.sqrt((n + m + 1) / (12 * n * m));
    }

    /** Fits rows binned alike; both sides need at least {@code 3} rows, one a fold. */
    public static DomainClassifier fit(BinnedRows reference, BinnedRows window, long seed) {
        int n = reference.rows();
        int m = window.rows();
        if (Math.min(n, m) < FOLDS) {
            throw new IllegalArgumentException(
                    "Invalid samples: " + n + " reference and " + m + " window rows, expected at least " + FOLDS);
        }
        BinnedRows all = reference.followedBy(window);
        double[] isWindow = new double[n + m];
        Arrays.fill(isWindow, n, n + m, 1);
        BoostingOptions standard = BoostingOptions.forRows(n + m);
        BoostingOptions options = new BoostingOptions(
                ROUNDS, LEAVES, standard.learningRate(), standard.rowsPerLeaf(), standard.ridge(), PATIENCE);
        double[] probabilities = CrossFit.of(
                        LearningTask.of(all, BoostingLoss.LOGISTIC, isWindow),
                        Folds.of(all, isWindow, FOLDS, seed),
                        options)
                .outOfFold();
        double[] ratios = new double[n + m];
        for (int row = 0; row < ratios.length; row++) {
            ratios[row] = probabilities[row] / Math.max(1e-12, 1 - probabilities[row]) * n / m;
        }
        return new DomainClassifier(
                Arrays.copyOf(ratios, n), Arrays.copyOfRange(ratios, n, n + m), area(probabilities, isWindow, n, m));
    }

    private static double area(double[] probabilities, double[] isWindow, int n, int m) {
        int[] order = RowOrder.ascending(probabilities);
        double below = 0;
        double pairs = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double tied = 0;
            while (to < order.length && probabilities[order[to]] == probabilities[order[from]]) {
                tied += isWindow[order[to]];
                to++;
            }
            double others = to - from - tied;
            pairs += tied * (below + others / 2);
            below += others;
            from = to;
        }
        return Require.share(Math.min(1, pairs / n / m), "area");
    }

    /** The area under the ROC curve of held-out rows, in [0, 1]; one half means that nothing tells them apart. */
    public double auc() {
        return auc;
    }

    /**
     * The standard error of the area where there is no drift: that of Mann and Whitney's statistic, which the held-out
     * probabilities follow since each row's is independent of whose row it is.
     */
    public double nullError() {
        return nullError;
    }

    /** The density of the window over that of the reference at each reference row; read only. */
    public double[] referenceRatios() {
        return referenceRatios;
    }

    /** The density of the window over that of the reference at each window row; read only. */
    public double[] windowRatios() {
        return windowRatios;
    }
}
