package dev.perennial.benchmarks.scorers;

import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Twenty numbers a row and a label that depends on most of them, in pairs too. The numbers are whole, from 1 to 32: a
 * forest's bins are then the numbers themselves, so that the library's examples are easily made from the same rows.
 */
final class ScoredRows {
    static final int FEATURES = 20;
    private static final int LARGEST = 32;

    private ScoredRows() {}

    static FeatureSchema schema() {
        List<Feature> features = new ArrayList<>();
        for (int column = 0; column < FEATURES; column++) {
            features.add(new NumberFeature("x" + column, Presence.REQUIRED, Optional.empty()));
        }
        return new FeatureSchema(features);
    }

    static FeatureTable table(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Object[] columns = new Object[FEATURES];
        for (int column = 0; column < FEATURES; column++) {
            columns[column] = random.ints(rows, 1, LARGEST + 1)
                    .mapToDouble(value -> value)
                    .toArray();
        }
        return FeatureTable.of(schema(), columns);
    }

    static boolean[] labels(FeatureTable table, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] labels = new boolean[table.rows()];
        for (int row = 0; row < labels.length; row++) {
            double logOdds = 0;
            for (int column = 0; column < FEATURES; column++) {
                double value = (table.numbers(column)[row] - LARGEST / 2.0) / LARGEST;
                double next = (table.numbers((column + 1) % FEATURES)[row] - LARGEST / 2.0) / LARGEST;
                logOdds += value * (column % 3 - 1) + 4 * value * next;
            }
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
        }
        return labels;
    }
}
