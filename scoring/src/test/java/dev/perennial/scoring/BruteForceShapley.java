package dev.perennial.scoring;

import java.util.List;

/** Shapley values by their definition, over all subsets of the columns: unknown ones follow both branches by cover. */
record BruteForceShapley(double base, List<Double> values) {

    double of(int column) {
        return values.get(column);
    }

    double margin() {
        return base + values.stream().mapToDouble(Double::doubleValue).sum();
    }

    static BruteForceShapley of(BoostedTreesModel model, FeatureRow row) {
        TreeInputs inputs = new TreeInputs(model.schema(), model.outputs(), model.rates());
        float[] values = new float[inputs.size()];
        inputs.read(row, values);
        int columns = model.schema().size();
        double[] bySubset = new double[1 << columns];
        for (int subset = 0; subset < bySubset.length; subset++) {
            for (DecisionTree tree : model.groups().get(1)) {
                bySubset[subset] += new Expectation(tree, inputs, values, subset).below(0);
            }
            for (DecisionTree tree : model.groups().get(0)) {
                bySubset[subset] -= new Expectation(tree, inputs, values, subset).below(0);
            }
        }
        return of(columns, bySubset);
    }

    /** Of any function of subsets, a bit a column. */
    static BruteForceShapley of(int columns, double[] bySubset) {
        Double[] shapley = new Double[columns];
        for (int column = 0; column < columns; column++) {
            shapley[column] = 0.0;
            for (int subset = 0; subset < bySubset.length; subset++) {
                if ((subset >> column & 1) == 0) {
                    double gain = bySubset[subset | 1 << column] - bySubset[subset];
                    shapley[column] += gain * weight(Integer.bitCount(subset), columns);
                }
            }
        }
        return new BruteForceShapley(bySubset[0], List.of(shapley));
    }

    /* |S|! (n - |S| - 1)! / n! */
    private static double weight(int known, int columns) {
        double weight = 1.0 / columns;
        for (int index = 1; index <= known; index++) {
            weight *= index / (double) (columns - index);
        }
        return weight;
    }

    private record Expectation(DecisionTree tree, TreeInputs inputs, Floats row, int known) {

        Expectation(DecisionTree tree, TreeInputs inputs, float[] row, int known) {
            this(tree, inputs, input -> row[input], known);
        }

        double below(int node) {
            int left = tree.children()[node];
            if (left == 0) {
                return tree.leafValue(tree.leafNumbers()[node], 0);
            }
            int input = tree.code(node) >> 1;
            if ((known >> inputs.column(input) & 1) == 1) {
                float value = row.of(input);
                boolean toLeft = Float.isNaN(value) ? (tree.code(node) & 1) == 1 : value < tree.threshold(node);
                return below(toLeft ? left : left + 1);
            }
            double ofLeft = cover(left);
            double ofRight = cover(left + 1);
            double share = ofLeft + ofRight > 0 ? ofLeft / (ofLeft + ofRight) : 0.5;
            return share * below(left) + (1 - share) * below(left + 1);
        }

        private double cover(int node) {
            int left = tree.children()[node];
            return left == 0 ? tree.cover(tree.leafNumbers()[node]) : cover(left) + cover(left + 1);
        }
    }

    private interface Floats {
        float of(int input);
    }
}
