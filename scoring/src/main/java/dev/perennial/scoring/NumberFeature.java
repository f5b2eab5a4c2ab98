package dev.perennial.scoring;

import java.util.Optional;
import java.util.function.Function;

/** A feature whose values are finite numbers; its range tells readers and monitors what is usual, and refuses nothing. */
public record NumberFeature(String name, Presence presence, Optional<Range> range) implements Feature {

    public NumberFeature {
        FeatureNames.check(name);
    }

    @Override
    public <R> R match(Function<NumberFeature, R> number, Function<CategoryFeature, R> category) {
        return number.apply(this);
    }

    /** Both ends included, in the feature's own unit. */
    public record Range(double low, double high) {

        public Range {
            if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
                throw new IllegalArgumentException(
                        "Invalid range: " + low + " to " + high + " (two finite numbers in order are expected)");
            }
        }
    }
}
