package dev.perennial.activities.training;

import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The most frequent levels of a category column with their rows, as many as its declaration lets a model learn. */
final class CategoryLevels {

    private CategoryLevels() {}

    static SortedMap<String, Integer> of(FeatureTable table, int column) {
        int most = ((CategoryFeature) table.schema().feature(column)).maxCategories();
        Map<String, Integer> counts = new HashMap<>();
        for (String value : table.categories(column)) {
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        List<Map.Entry<String, Integer>> frequent = counts.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(entry -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
        SortedMap<String, Integer> levels = new TreeMap<>();
        frequent.forEach(entry -> levels.put(entry.getKey(), entry.getValue()));
        return levels;
    }

    /** How many values are missing. */
    static int missing(FeatureTable table, int column) {
        int missing = 0;
        for (String value : table.categories(column)) {
            missing += value == null ? 1 : 0;
        }
        return missing;
    }
}
