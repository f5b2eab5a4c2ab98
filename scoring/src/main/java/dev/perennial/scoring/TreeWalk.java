package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.List;

/** Goes from the root of each tree to its leaf, split by split; fits trees of any size. */
final class TreeWalk implements TreeEvaluation {

    private final int negativeTrees;
    private final int[] roots;
    private final int[] codes;
    private final float[] values;
    // the left child, its neighbour being the right one; of a leaf 0, which is always a root
    private final int[] children;

    TreeWalk(List<DecisionTree> negative, List<DecisionTree> positive) {
        List<DecisionTree> trees = new ArrayList<>(negative);
        trees.addAll(positive);
        negativeTrees = negative.size();
        int nodes = 0;
        for (DecisionTree tree : trees) {
            nodes = Math.addExact(nodes, tree.nodes());
        }
        roots = new int[trees.size()];
        codes = new int[nodes];
        values = new float[nodes];
        children = new int[nodes];
        int root = 0;
        for (int index = 0; index < roots.length; index++) {
            DecisionTree tree = trees.get(index);
            roots[index] = root;
            int[] ofTree = tree.children();
            for (int node = 0; node < ofTree.length; node++) {
                codes[root + node] = tree.code(node);
                values[root + node] = tree.value(node);
                children[root + node] = ofTree[node] == 0 ? 0 : root + ofTree[node];
            }
            root += tree.nodes();
        }
    }

    @Override
    public void evaluate(float base, Scratch scratch) {
        scratch.negative = sum(base, scratch.inputs, 0, negativeTrees);
        scratch.positive = sum(base, scratch.inputs, negativeTrees, roots.length);
    }

    private float sum(float base, float[] inputs, int from, int to) {
        float sum = base;
        for (int tree = from; tree < to; tree++) {
            int node = roots[tree];
            int child;
            while ((child = children[node]) != 0) {
                int code = codes[node];
                float value = inputs[code >> 1];
                // A missing value is NaN, for which every comparison is false.
                boolean left = (code & 1) == 0 ? value < values[node] : !(value >= values[node]);
                node = left ? child : child + 1;
            }
            sum += values[node];
        }
        return sum;
    }

    @Override
    public int sizeInBytes() {
        return 4 * roots.length + 12 * codes.length;
    }
}
