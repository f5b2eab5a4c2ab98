package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The categories of a column that are counted by name: the most frequent ones of the reference, ties by name. Everything
 * else, whether rare in the reference or never seen in it, is counted together as "other", so that ten thousand new
 * categories cost one number.
 *
 * @param categories distinct, in natural order
 */
public record CategoryBins(List<String> categories) implements ColumnBins {

    /** The default for the largest number of categories counted by name. */
    public static final int DEFAULT_MAX_CATEGORIES = 64;

    /** Sorts the categories and refuses duplicates. */
    public CategoryBins {
        TreeSet<String> distinct = new TreeSet<>(categories);
        if (distinct.size() != categories.size()) {
            throw new IllegalArgumentException("Invalid categories: " + categories + " has duplicates");
        }
        categories = List.copyOf(distinct);
    }

    /** Chooses the {@link #DEFAULT_MAX_CATEGORIES} most frequent categories; null is missing and left out. */
    public static CategoryBins of(String[] reference) {
        return of(reference, DEFAULT_MAX_CATEGORIES);
    }

    /** Chooses the most frequent categories of a reference column; null is missing and left out. */
    public static CategoryBins of(String[] reference, int maxCategories) {
        Require.positive(maxCategories, "largest number of categories");
        Map<String, Long> counts = new TreeMap<>();
        for (String value : reference) {
            if (value != null) {
                counts.merge(value, 1L, Long::sum);
            }
        }
        return new CategoryBins(counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(maxCategories)
                .map(Map.Entry::getKey)
                .toList());
    }
}
