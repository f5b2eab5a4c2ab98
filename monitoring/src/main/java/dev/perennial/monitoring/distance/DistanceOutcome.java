package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;
import java.util.Optional;

/** A distance between two samples with its noise, or the reason why there is none. */
public sealed interface DistanceOutcome {

    /** Which distance was asked for. */
    Distance distance();

    /** The measured value; empty when not evaluable. */
    Optional<Measured> measured();

    /**
     * A measured distance.
     *
     * @param distance which distance
     * @param value zero or more; larger is a larger change
     * @param errorBound how far the distance of the values themselves may lie from {@code value}; zero when exact
     * @param pValue the probability of such a change without drift, rows taken as independent
     * @param noise how the distance is distributed without drift, at these numbers of rows
     * @param referenceRows rows of the reference that were compared
     * @param currentRows rows of the current sample that were compared
     */
    record Measured(
            Distance distance,
            double value,
            double errorBound,
            double pValue,
            Noise noise,
            long referenceRows,
            long currentRows)
            implements DistanceOutcome {

        /** Checks the numbers. */
        public Measured {
            Require.notNegative(value, distance.key());
            Require.notNegative(errorBound, "error bound");
            Require.share(pValue, "p value");
            Require.positive(referenceRows, "reference rows");
            Require.positive(currentRows, "current rows");
        }

        /** What the distance stays below without drift, with this confidence. */
        public double noiseQuantile(double confidence) {
            return noise.quantile(confidence);
        }

        @Override
        public Optional<Measured> measured() {
            return Optional.of(this);
        }
    }

    /**
     * No value.
     *
     * @param distance which distance
     * @param reason why, in words
     */
    record NotEvaluable(Distance distance, String reason) implements DistanceOutcome {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public Optional<Measured> measured() {
            return Optional.empty();
        }
    }
}
