package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.joint.DomainClassifier;
import java.util.Arrays;

/** How much each reference row counts for a window, and which window rows the reference does not cover. */
final class WindowWeights {
    private final double[] weights;
    private final double sum;
    private final boolean[] outside;
    private final Overlap overlap;

    WindowWeights(DomainClassifier domains) {
        weights = domains.referenceRatios();
        double[] windowRatios = domains.windowRatios();
        double total = 0;
        double squares = 0;
        for (double weight : weights) {
            total += weight;
            squares += weight * weight;
        }
        sum = total;
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double covered = sorted[Math.max(0, sorted.length - Overlap.SUPPORT_ROWS)];
        outside = new boolean[windowRatios.length];
        int outsideRows = 0;
        for (int row = 0; row < outside.length; row++) {
            outside[row] = windowRatios[row] > covered;
            outsideRows += outside[row] ? 1 : 0;
        }
        double effective = Math.min(weights.length, squares > 0 ? total * total / squares : 0);
        overlap = new Overlap(
                weights.length,
                outside.length,
                domains.auc(),
                effective,
                (double) outsideRows / Math.max(1, outside.length));
    }

    /** One weight a reference row; read only. */
    double[] weights() {
        return weights;
    }

    double sum() {
        return sum;
    }

    /** Whether a window row lies outside the reference. */
    boolean outside(int row) {
        return outside[row];
    }

    Overlap overlap() {
        return overlap;
    }
}
