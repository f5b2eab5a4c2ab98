package dev.perennial.monitoring.compat.sample;

import dev.perennial.monitoring.Require;

/** Quantiles of a sorted sample. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The quantile by linear interpolation between neighbours at index q (n - 1), NumPy's default and pandas' (type 7 of R.
     * J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50, 1996).
     */
    public static double linear(double[] sorted, double q) {
        double at = Require.share(q, "quantile") * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(sorted.length - 1, below + 1);
        double rest = at - below;
        double step = sorted[above] - sorted[below];
        return rest >= 0.5 ? sorted[above] - step * (1 - rest) : sorted[below] + step * rest;
    }
}
