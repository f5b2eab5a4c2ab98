package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How outcomes are measured: where a score becomes a decision, what decisions cost, how deep a ranking is looked at. */
public final class OutcomeOptions {
    private static final OutcomeOptions DEFAULTS = new OutcomeOptions(0.5, null, List.of(1, 5, 10), 0.95);

    private final double threshold;
    private final @Nullable CostMatrix costs;
    private final List<Integer> depths;
    private final double level;

    private OutcomeOptions(double threshold, @Nullable CostMatrix costs, List<Integer> depths, double level) {
        this.threshold = Require.share(threshold, "decision threshold");
        this.costs = costs;
        this.depths = List.copyOf(depths);
        this.depths.forEach(depth -> Require.positive(depth, "depth"));
        this.level = Require.level(level, "confidence level");
    }

    /** Positive from one half on, no costs, depths 1, 5 and 10, intervals at 95 %. */
    public static OutcomeOptions defaults() {
        return DEFAULTS;
    }

    /** These with another decision threshold: a score of at least so much means positive. */
    public OutcomeOptions positiveFrom(double score) {
        return new OutcomeOptions(score, costs, depths, level);
    }

    /** These with declared costs. */
    public OutcomeOptions costing(CostMatrix matrix) {
        return new OutcomeOptions(threshold, matrix, depths, level);
    }

    /** These with other depths of a ranking. */
    public OutcomeOptions atDepths(List<Integer> tops) {
        return new OutcomeOptions(threshold, costs, tops, level);
    }

    /** These with intervals of another two-sided level. */
    public OutcomeOptions atLevel(double confidence) {
        return new OutcomeOptions(threshold, costs, depths, confidence);
    }

    /** The least score that means positive. */
    public double threshold() {
        return threshold;
    }

    /** The declared costs, if any. */
    public Optional<CostMatrix> costs() {
        return Optional.ofNullable(costs);
    }

    /** The depths at which a ranking is measured. */
    public List<Integer> depths() {
        return depths;
    }

    /** The two-sided level of intervals. */
    public double level() {
        return level;
    }
}
