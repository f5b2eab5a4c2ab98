package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A declared input of a model.
 *
 * @param staleAfter how long, in event time, the feature may keep one value throughout the traffic before it counts as not
 *     refreshed
 */
public record FeatureSpec(
        String name,
        Type type,
        Presence presence,
        OptionalInt maxCategories,
        Optional<String> unit,
        Optional<Range> range,
        Optional<Duration> staleAfter) {
    private static final Pattern ALPHABET = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,62}");

    /** Checks the name, which is also a column's name in the log and so never begins with an underscore and is none of its partitions'. */
    public FeatureSpec {
        if (!ALPHABET.matcher(name).matches()) {
            throw new IllegalArgumentException("Invalid feature name: '" + name
                    + "', expected 1 to 63 letters, digits and '_', beginning with a letter");
        }
        PartitionColumns.objection(name).ifPresent(objection -> {
            throw new IllegalArgumentException("Invalid feature name: " + objection);
        });
    }

    /** A feature that never counts as stale. */
    public FeatureSpec(
            String name,
            Type type,
            Presence presence,
            OptionalInt maxCategories,
            Optional<String> unit,
            Optional<Range> range) {
        this(name, type, presence, maxCategories, unit, range, Optional.empty());
    }

    /** What a feature's values are. */
    public enum Type {
        /** A finite number or missing. */
        NUMBER,
        /** One of a set of words, or missing. */
        CATEGORY
    }

    /** Whether a request may leave the feature out. */
    public enum Presence {
        /** A request without it is refused. */
        REQUIRED,
        /** Missing is a value of its own. */
        OPTIONAL
    }

    /** The plausible values of a number, both ends included. */
    public record Range(double low, double high) {
        /** Checks the order. */
        public Range {
            if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
                throw new IllegalArgumentException(
                        "Invalid range: [" + low + ", " + high + "], expected low < high, both finite");
            }
        }
    }
}
