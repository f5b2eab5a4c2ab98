package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.performance.Comparison;
import org.jspecify.annotations.Nullable;

/** One comparison that waits for its adjusted p value, or the reason why there is none. */
final class Trial {
    private static final double MOST = 1000;

    private final @Nullable Comparison comparison;
    private final String reason;
    private final long labels;
    double adjustedPValue = 1;

    private Trial(@Nullable Comparison comparison, String reason, long labels) {
        this.comparison = comparison;
        this.reason = reason;
        this.labels = labels;
    }

    static Trial of(Comparison comparison, long labels) {
        return new Trial(comparison, "", labels);
    }

    static Trial without(String reason, long moreLabels) {
        return new Trial(null, reason, moreLabels);
    }

    boolean comparable() {
        return comparison != null;
    }

    double pValue() {
        return comparison == null ? 1 : comparison.pValue();
    }

    /* By how much it is worse than what is tolerated; zero when it is not. */
    double excess() {
        return comparison == null ? 0 : Math.max(0, comparison.excess());
    }

    SliceFinding finding(SlicePolicy policy) {
        if (comparison == null) {
            return new SliceFinding.NotEvaluable(reason, labels);
        }
        if (comparison.excess() > 0 && adjustedPValue <= policy.falseDiscoveries()) {
            return new SliceFinding.Worse(comparison, adjustedPValue);
        }
        return comparison.upper() < 0
                ? new SliceFinding.NotWorse(comparison, adjustedPValue)
                : new SliceFinding.Inconclusive(comparison, adjustedPValue, moreLabels(comparison));
    }

    /* Intervals shrink with the root of the number of labels. */
    private long moreLabels(Comparison of) {
        double half = of.excess() < 0 ? of.upper() - of.excess() : of.excess() - of.lower();
        double ratio = half / Math.abs(of.excess());
        double factor = Double.isFinite(ratio) ? Math.min(MOST, ratio * ratio) : MOST;
        return Math.max(1, (long) Math.ceil(labels * (factor - 1)));
    }
}
