package dev.perennial.activities.training;

import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The most frequent levels of a category column with their counts, as many as its declaration lets a model learn. */
final class CategoryLevels {

    /** Rows and positive labels of one level. */
    record Count(int rows, int positives) {}

    private CategoryLevels() {}

    static SortedMap<String, Count> of(LabelledTable table, int column) {
        int most = ((CategoryFeature) table.features().schema().feature(column)).maxCategories();
        Map<String, Count> counts = new HashMap<>();
        @Nullable String[] values = table.features().categories(column);
        for (int row = 0; row < values.length; row++) {
            String value = values[row];
            if (value != null) {
                counts.merge(value, new Count(1, table.label(row) ? 1 : 0), CategoryLevels::sum);
            }
        }
        List<Map.Entry<String, Count>> frequent = counts.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Count>>comparingInt(
                                entry -> -entry.getValue().rows())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
        SortedMap<String, Count> levels = new TreeMap<>();
        frequent.forEach(entry -> levels.put(entry.getKey(), entry.getValue()));
        return levels;
    }

    private static Count sum(Count left, Count right) {
        return new Count(left.rows() + right.rows(), left.positives() + right.positives());
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
