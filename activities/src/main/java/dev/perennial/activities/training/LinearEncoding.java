package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows as sums read them: numbers standardised over the training rows, a mark for each missing value, one number for
 * each level of a category.
 */
final class LinearEncoding implements Encoder {

    /* Tribuo refuses an example without features; a feature that is always zero weighs nothing. */
    private static final String NOTHING = "#";

    private final FeatureSchema schema;
    private final List<Standardisation> standardisations = new ArrayList<>();
    private final List<SortedMap<String, Integer>> levels = new ArrayList<>();
    private final List<Map<String, String>> levelNames = new ArrayList<>();
    private final List<String> missingNames = new ArrayList<>();

    LinearEncoding(FeatureTable training) {
        schema = training.schema();
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            boolean numbers = schema.holdsNumbers(column);
            standardisations.add(numbers ? Standardisation.of(training, column) : Standardisation.NONE);
            levels.add(numbers ? new TreeMap<>() : CategoryLevels.of(training, column));
            Map<String, String> names = new HashMap<>();
            levels.get(column).keySet().forEach(level -> names.put(level, name + "=" + level));
            levelNames.add(names);
            missingNames.add(name + "#missing");
        }
    }

    @Override
    public void encode(FeatureTable table, int row, ExampleBuffer into) {
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                double value = table.numbers(column)[row];
                if (Double.isNaN(value)) {
                    into.add(missingNames.get(column), 1);
                } else {
                    Standardisation over = standardisations.get(column);
                    into.add(schema.feature(column).name(), NumberTerm.standardise(value, over.mean(), over.scale()));
                }
            } else {
                String value = table.categories(column)[row];
                String name = value == null
                        ? missingNames.get(column)
                        : levelNames.get(column).get(value);
                if (name != null) {
                    into.add(name, 1);
                }
            }
        }
        if (into.isEmpty()) {
            into.add(NOTHING, 0);
        }
    }

    FeatureSchema schema() {
        return schema;
    }

    Standardisation standardisation(int column) {
        return standardisations.get(column);
    }

    /** The rows of each level that a model learns. */
    SortedMap<String, Integer> levels(int column) {
        return levels.get(column);
    }

    /** Tribuo's name for the number of that column. */
    String nameOfNumber(int column) {
        return schema.feature(column).name();
    }

    /** Tribuo's names for the levels of that column. */
    Map<String, String> namesOfLevels(int column) {
        return levelNames.get(column);
    }

    /** Tribuo's name for the mark that the value of that column is missing. */
    String nameOfMissing(int column) {
        return missingNames.get(column);
    }
}
