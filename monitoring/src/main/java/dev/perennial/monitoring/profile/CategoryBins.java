package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The categories of a column that are counted by name: the most frequent ones of the reference, ties by name. Everything
 * else is counted together, so that ten thousand new categories cost one number; what was rare in the reference is told
 * from what it never held by the names of the rare ones, of which the most frequent {@value #MOST_RARE} are kept.
 *
 * @param categories distinct, in natural order
 * @param rare further categories of the reference, distinct, in natural order; empty in references frozen without them
 */
public record CategoryBins(List<String> categories, List<String> rare) implements ColumnBins {

    /** The default for the largest number of categories counted by name. */
    public static final int DEFAULT_MAX_CATEGORIES = 64;

    /** How many rare categories of the reference are remembered; any further one counts as never seen. */
    public static final int MOST_RARE = 1000;

    /* Reads documents without the rare categories too: they were written before these were kept. */
    /** Sorts the categories and refuses duplicates. */
    public CategoryBins(List<String> categories, @Nullable List<String> rare) {
        List<String> known = rare == null ? List.of() : rare;
        TreeSet<String> distinct = new TreeSet<>(categories);
        TreeSet<String> distinctRare = new TreeSet<>(known);
        if (distinct.size() != categories.size()
                || distinctRare.size() != known.size()
                || known.stream().anyMatch(distinct::contains)) {
            throw new IllegalArgumentException(
                    "Invalid categories: " + categories + (known.isEmpty() ? "" : " and " + known) + " has duplicates");
        }
        this.categories = List.copyOf(distinct);
        this.rare = List.copyOf(distinctRare);
    }

    /** Categories by name, with no others known. */
    public CategoryBins(List<String> categories) {
        this(categories, List.of());
    }

    /** Chooses the {@link #DEFAULT_MAX_CATEGORIES} most frequent categories; null is missing and left out. */
    public static CategoryBins of(String[] reference) {
        return of(reference, DEFAULT_MAX_CATEGORIES);
    }

    /** Chooses the most frequent categories of a reference column; null is missing and left out. */
    public static CategoryBins of(String[] reference, int maxCategories) {
        Map<String, Long> counts = new TreeMap<>();
        for (String value : reference) {
            if (value != null) {
                counts.merge(value, 1L, Long::sum);
            }
        }
        return of(counts, maxCategories);
    }

    /** Chooses the most frequent of counted categories. */
    public static CategoryBins of(Map<String, Long> counts, int maxCategories) {
        Require.positive(maxCategories, "largest number of categories");
        List<String> byFrequency = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit((long) maxCategories + MOST_RARE)
                .map(Map.Entry::getKey)
                .toList();
        int named = Math.min(maxCategories, byFrequency.size());
        return new CategoryBins(byFrequency.subList(0, named), byFrequency.subList(named, byFrequency.size()));
    }
}
