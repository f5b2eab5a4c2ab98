package dev.perennial.serving.routing;

import dev.perennial.scoring.Contributions;

/**
 * What each feature of a request's row added to a version's answer: base and contributions together are the margin behind
 * the answer, in the unit. Immutable.
 */
public final class Explanation {
    private final Contributions.Unit unit;
    private final double base;
    private final double[] values;

    Explanation(Contributions.Unit unit, double base, double[] values) {
        this.unit = unit;
        this.base = base;
        this.values = values.clone();
    }

    public Contributions.Unit unit() {
        return unit;
    }

    /** The margin before any feature of the request is known; features that the declaration no longer has count to it. */
    public double base() {
        return base;
    }

    /** What the feature in that column of the request's schema added; 0 for one that the version does not know. */
    public double of(int column) {
        return values[column];
    }
}
