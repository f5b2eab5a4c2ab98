package dev.perennial.monitoring.drift;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.distance.Distance;
import dev.perennial.monitoring.distance.Distance.Columns;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which distance columns are compared, and from which value on a change of a column matters. A column with a floor of its
 * own, or one whose distance is not the usual one, is compared by its distance alone.
 *
 * @param categories the distance of categories
 * @param numbers the distance of numbers
 * @param floors the floor of single columns by name, in units of their distance
 */
public record DeclaredDistances(Distance categories, Distance numbers, SortedMap<String, Double> floors) {

    /** Checks that drift can be measured so, and copies the floors. */
    public DeclaredDistances {
        DriftMeasure.of(categories);
        DriftMeasure.of(numbers);
        if (categories.columns() == Columns.NUMERIC) {
            throw new IllegalArgumentException(
                    "Invalid distance of categories: " + categories.key() + ", which is defined for numbers only");
        }
        floors.forEach((column, floor) -> Require.notNegative(floor, "floor of " + column));
        floors = Collections.unmodifiableSortedMap(new TreeMap<>(floors));
    }

    /** The population stability index everywhere, beside it the KS distance of numbers. */
    public static DeclaredDistances usual() {
        return new DeclaredDistances(
                Distance.POPULATION_STABILITY_INDEX,
                Distance.POPULATION_STABILITY_INDEX,
                Collections.unmodifiableSortedMap(new TreeMap<>(Map.of())));
    }

    OptionalDouble floor(String column) {
        Double floor = floors.get(column);
        return floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor);
    }
}
