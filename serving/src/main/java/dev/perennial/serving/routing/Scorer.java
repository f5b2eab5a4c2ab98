package dev.perennial.serving.routing;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.ClassAnswer;

/** What gives a row a score: a version in memory. */
public interface Scorer {
    /** The version's number. */
    int number();

    /** What it answers with, as declared. */
    default Outputs outputs() {
        return Outputs.probability();
    }

    /**
     * The score of a row of the request's schema, of several classes the largest probability; whatever the model answers,
     * NaN included, or throws.
     */
    double score(FeatureRow row);

    /**
     * What is said of each declared class.
     *
     * @throws IllegalStateException if it answers with one number
     */
    default ClassAnswer classes(FeatureRow row) {
        throw new IllegalStateException("Cannot tell classes: version " + number() + " answers with one number");
    }

    /** Whether it once did not come back in time, and is asked no more. */
    default boolean isStalled() {
        return false;
    }
}
