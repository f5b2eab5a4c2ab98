package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.joint.DomainClassifier;
import dev.perennial.monitoring.learn.BinnedRows;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How much each reference row counts for a window, and which window rows the reference does not cover. Of a window with
 * very many rows an even sample is looked at.
 */
final class WindowWeights {
    private final int[] sampled;
    private final double[] weights;
    private final double sum;
    private final boolean[] outside;
    private final Overlap overlap;

    WindowWeights(BinnedRows reference, BinnedRows window, long seed) {
        sampled = EvenSample.of(window.rows());
        BinnedRows sample = sampled.length == window.rows() ? window : window.select(sampled);
        boolean[] strange = sample.strangeTo(reference);
        DomainClassifier domains = DomainClassifier.fit(reference, sample, seed);
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
            outside[row] = strange[row] || windowRatios[row] > covered;
            outsideRows += outside[row] ? 1 : 0;
        }
        double effective = Math.min(weights.length, squares > 0 ? total * total / squares : 0);
        overlap = new Overlap(
                weights.length,
                window.rows(),
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

    /** The sum of a quantity over all window rows outside the reference, from those in the sample. */
    double sumOutside(IntToDoubleFunction quantity) {
        double total = 0;
        for (int i = 0; i < sampled.length; i++) {
            total += outside[i] ? quantity.applyAsDouble(sampled[i]) : 0;
        }
        return sampled.length == 0 ? 0 : total * overlap.windowRows() / sampled.length;
    }

    Overlap overlap() {
        return overlap;
    }
}
