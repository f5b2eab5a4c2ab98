package dev.perennial.activities.reference;

import dev.perennial.activities.data.TrainingRows;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled rows that are stored with what another server said of them: the answers are one number column behind the
 * features.
 */
public final class AnsweredRows {
    private static final String ANSWER = "answered_score";

    private AnsweredRows() {}

    /** The columns of such rows: the features, and the answers under a name that no feature has. */
    public static FeatureSchema schema(FeatureSchema features) {
        String name = ANSWER;
        while (features.indexOf(name).isPresent()) {
            name += "_";
        }
        List<Feature> columns = new ArrayList<>(features.features());
        columns.add(new NumberFeature(name, Presence.REQUIRED, Optional.empty()));
        return new FeatureSchema(columns);
    }

    /** Features and answers side by side, as they are stored. */
    public static FeatureTable joined(FeatureTable features, double[] answers) {
        Object[] columns = Arrays.copyOf(columns(features), features.schema().size() + 1);
        columns[columns.length - 1] = answers;
        return FeatureTable.of(schema(features.schema()), columns);
    }

    /** The features of stored rows. */
    static FeatureTable features(TrainingRows stored, FeatureSchema schema) {
        return FeatureTable.of(schema, Arrays.copyOf(columns(stored.features()), schema.size()));
    }

    /** The answers of stored rows. */
    static double[] answers(TrainingRows stored) {
        return stored.features().numbers(stored.features().schema().size() - 1);
    }

    private static Object[] columns(FeatureTable table) {
        return IntStream.range(0, table.schema().size())
                .mapToObj(column ->
                        table.schema().holdsNumbers(column) ? (Object) table.numbers(column) : table.categories(column))
                .toArray();
    }
}
