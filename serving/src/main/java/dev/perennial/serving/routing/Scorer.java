package dev.perennial.serving.routing;

import dev.perennial.scoring.FeatureRow;

/** What gives a row a score: a version in memory. */
public interface Scorer {
    /** The version's number. */
    int number();

    /** The score of a row of the request's schema; whatever the model answers, NaN included, or throws. */
    double score(FeatureRow row);

    /** Whether it once did not come back in time, and is asked no more. */
    default boolean isStalled() {
        return false;
    }
}
