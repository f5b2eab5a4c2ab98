package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.performance.Estimate;

/**
 * One group beside the group that it is compared with.
 *
 * @param measure how they are compared
 * @param group the group
 * @param against the other group
 * @param value the group's rate minus the other's (Newcombe's interval), or for disparate impact the group's favourable
 *     rate over the other's
 * @param finding whether that is beyond what is tolerated
 */
public record BiasGap(BiasMeasure measure, String group, String against, Estimate value, BiasFinding finding) {

    /** Whether it is beyond what is tolerated. */
    public boolean unequal() {
        return finding instanceof BiasFinding.Unequal;
    }
}
