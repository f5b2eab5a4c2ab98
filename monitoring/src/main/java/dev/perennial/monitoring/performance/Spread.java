package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Interval;

/** The confidence intervals of one value, by their two-sided level; a higher level gives an interval that holds a lower's. */
@FunctionalInterface
public interface Spread {

    /** The interval at a level strictly between 0 and 1. */
    Interval at(double level);
}
