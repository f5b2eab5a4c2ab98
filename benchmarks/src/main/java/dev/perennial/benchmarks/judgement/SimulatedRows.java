package dev.perennial.benchmarks.judgement;

import dev.perennial.benchmarks.judgement.LabelFreeTrial.Labelled;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.CompiledModel;
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
 * Rows of four numbers and a group of four, whose label follows a fixed law: a line in the first number whose slope is the
 * group's, a wave in the second, a weak line in the third; the fourth says nothing.
 */
final class SimulatedRows {
    private static final int NUMBERS = 4;
    private static final List<Kind> KINDS = List.of(Kind.values());

    private final List<double[]> numbers;
    private final String[] groups;
    private final boolean[] labels;

    private SimulatedRows(int rows) {
        numbers = new ArrayList<>();
        for (int column = 0; column < NUMBERS; column++) {
            numbers.add(new double[rows]);
        }
        groups = new String[rows];
        labels = new boolean[rows];
    }

    boolean[] labels() {
        return labels.clone();
    }

    FeatureTable features() {
        List<Feature> schema = new ArrayList<>();
        List<Object> columns = new ArrayList<>();
        for (int column = 0; column < NUMBERS; column++) {
            schema.add(new NumberFeature("x" + column, Presence.OPTIONAL, Optional.empty()));
            columns.add(numbers.get(column));
        }
        schema.add(new CategoryFeature("group", Presence.OPTIONAL, 8));
        columns.add(groups);
        return FeatureTable.of(new FeatureSchema(schema), columns.toArray());
    }

    Labelled scored(CompiledModel model) {
        ColumnTable.Builder table = ColumnTable.builder(labels.length);
        for (int column = 0; column < NUMBERS; column++) {
            table.numbers("x" + column, numbers.get(column));
        }
        return new Labelled(
                ScoredRows.decidedFrom(0.5, table.categories("group", groups).build(), model.scoreAll(features())),
                labels);
    }

    /** How a window differs; the last word is of harm as the law has it. */
    private enum Kind {
        /** Nothing differs. */
        NONE,
        /** A small group, in which labels are hard to tell, crowds in. */
        HARD_GROUP,
        /** A group whose labels are easy to tell crowds in. */
        EASY_GROUP,
        /** The number that says nothing moves. */
        IRRELEVANT,
        /** Rows gather where labels are hard to tell. */
        HARDER,
        /** Rows leave it. */
        EASIER,
        /** Rows move along the wave. */
        ALONG
    }

    /** Where rows come from. */
    static final class Source {
        private final SplittableRandom random;

        Source(long seed) {
            random = new SplittableRandom(seed);
        }

        /** Rows as they are in the reference. */
        SimulatedRows unchanged(int rows) {
            SimulatedRows drawn = new SimulatedRows(rows);
            for (int row = 0; row < rows; row++) {
                draw(drawn, row, Kind.NONE, 0);
            }
            return drawn;
        }

        /** Windows of every kind in turn, each as much changed as chance has it. */
        SimulatedRows windows(int windows, int rows) {
            SimulatedRows drawn = new SimulatedRows(windows * rows);
            for (int window = 0; window < windows; window++) {
                Kind kind = KINDS.get(window % KINDS.size());
                double strength = random.nextDouble();
                for (int row = window * rows; row < (window + 1) * rows; row++) {
                    draw(drawn, row, kind, strength);
                }
            }
            return drawn;
        }

        private void draw(SimulatedRows rows, int row, Kind kind, double strength) {
            String group = group(kind, strength);
            double[] x = new double[NUMBERS];
            for (int column = 0; column < NUMBERS; column++) {
                x[column] = random.nextGaussian();
            }
            x[0] *= kind == Kind.HARDER ? 1 - 0.8 * strength : kind == Kind.EASIER ? 1 + strength : 1;
            x[1] += kind == Kind.ALONG ? 2 * strength : 0;
            x[3] += kind == Kind.IRRELEVANT ? 3 * strength : 0;
            for (int column = 0; column < NUMBERS; column++) {
                rows.numbers.get(column)[row] = x[column];
            }
            rows.groups[row] = group;
            double slope = group.equals("d") ? 0.6 : group.equals("c") ? 3 : 2;
            double odds = slope * x[0] + Math.sin(2 * x[1]) + 0.5 * x[2];
            rows.labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-odds));
        }

        private String group(Kind kind, double strength) {
            double uniform = random.nextDouble();
            boolean crowd = random.nextDouble() < strength;
            if (crowd && kind == Kind.HARD_GROUP) {
                return "d";
            }
            if (crowd && kind == Kind.EASY_GROUP) {
                return "c";
            }
            return uniform < 0.45 ? "a" : uniform < 0.8 ? "b" : uniform < 0.95 ? "c" : "d";
        }
    }
}
