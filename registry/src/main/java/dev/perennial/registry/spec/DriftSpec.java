package dev.perennial.registry.spec;

import java.util.Collections;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which distance columns are compared with their reference.
 *
 * @param measure of categories, and of numbers too unless {@code numbers} differs
 * @param numbers of numbers
 * @param floors the distance below which a change of one column does not matter, by its name; the others have
 *     {@link MonitorSpec#effectFloor()}
 */
public record DriftSpec(Measure measure, Measure numbers, SortedMap<String, Double> floors) {
    /** The name of the scores among the columns. */
    public static final String PREDICTION = "prediction";

    /** Copies the floors. */
    public DriftSpec {
        floors = Collections.unmodifiableSortedMap(new TreeMap<>(floors));
        if (measure.onlyOrdered) {
            throw new IllegalArgumentException(
                    "Invalid measure of categories: " + measure.word() + ", which needs an order");
        }
    }

    /** The floor of this column, where it has one of its own. */
    public OptionalDouble floor(String column) {
        Double floor = floors.get(column);
        return floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor);
    }

    /** A distance between two distributions, in its own default form. */
    public enum Measure {
        /** Population stability index, nats. */
        PSI(false),
        /** Jensen–Shannon distance, base 2. */
        JENSEN_SHANNON(false),
        /** Hellinger distance. */
        HELLINGER(false),
        /** The largest difference of a share. */
        L_INFINITY(false),
        /** Half of the summed differences of the shares. */
        TOTAL_VARIATION(false),
        /** Kolmogorov–Smirnov distance; numbers only. */
        KS(true),
        /** Wasserstein-1 distance over the reference's standard deviation; numbers only. */
        WASSERSTEIN(true);

        private final boolean onlyOrdered;

        Measure(boolean onlyOrdered) {
            this.onlyOrdered = onlyOrdered;
        }

        /** The word of model files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
