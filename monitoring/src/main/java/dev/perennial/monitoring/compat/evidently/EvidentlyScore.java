package dev.perennial.monitoring.compat.evidently;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.OptionalDouble;

/** What a test of Evidently says about one column. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EvidentlyScore.Scored.class, name = "scored"),
    @JsonSubTypes.Type(value = EvidentlyScore.Undefined.class, name = "undefined"),
    @JsonSubTypes.Type(value = EvidentlyScore.Raised.class, name = "raised")
})
public sealed interface EvidentlyScore {

    /** Which test. */
    EvidentlyTest test();

    /** The number that Evidently shows: a distance, or a p value; empty where it shows none. */
    OptionalDouble shown();

    /** Whether Evidently calls the column drifted. */
    boolean drifted();

    /**
     * A number.
     *
     * @param test which test
     * @param score a distance (larger is a larger change) or a p value (smaller is more surprising)
     * @param threshold what the score is compared with
     * @param drifted Evidently's own conclusion
     */
    record Scored(EvidentlyTest test, double score, double threshold, boolean drifted) implements EvidentlyScore {

        /** Refuses NaN and infinities. */
        public Scored {
            Require.finite(score, "score");
            Require.finite(threshold, "threshold");
        }

        @Override
        public OptionalDouble shown() {
            return OptionalDouble.of(score);
        }
    }

    /**
     * Evidently shows NaN or an infinity.
     *
     * @param test which test
     * @param reason why, in words
     * @param drifted Evidently's own conclusion: false for NaN
     */
    record Undefined(EvidentlyTest test, String reason, boolean drifted) implements EvidentlyScore {

        /** Refuses an empty reason. */
        public Undefined {
            Require.text(reason, "reason");
        }

        @Override
        public OptionalDouble shown() {
            return OptionalDouble.empty();
        }
    }

    /**
     * Evidently stops with an exception, and with it the whole report.
     *
     * @param test which test
     * @param reason why, in words
     */
    record Raised(EvidentlyTest test, String reason) implements EvidentlyScore {

        /** Refuses an empty reason. */
        public Raised {
            Require.text(reason, "reason");
        }

        @Override
        public OptionalDouble shown() {
            return OptionalDouble.empty();
        }

        @Override
        public boolean drifted() {
            return false;
        }
    }
}
