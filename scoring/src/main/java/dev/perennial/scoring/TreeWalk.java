package dev.perennial.scoring;

import java.util.List;
import java.util.stream.IntStream;

/** Goes from the root of each tree to its leaf, split by split; fits trees of any size. */
final class TreeWalk implements TreeEvaluation {

    private final int[] roots;
    // of a split as in the tree, of a leaf its slot
    private final int[] codes;
    private final float[] thresholds;
    // the left child, its neighbour being the right one; of a leaf 0, which is always a root
    private final int[] children;
    private final int leaves;

    TreeWalk(List<DecisionTree> trees) {
        int nodes = 0;
        for (DecisionTree tree : trees) {
            nodes = Math.addExact(nodes, tree.nodes());
        }
        roots = new int[trees.size()];
        codes = new int[nodes];
        thresholds = new float[nodes];
        children = new int[nodes];
        int root = 0;
        int slot = 0;
        for (int index = 0; index < roots.length; index++) {
            DecisionTree tree = trees.get(index);
            roots[index] = root;
            int[] ofTree = tree.children();
            for (int node = 0; node < ofTree.length; node++) {
                boolean leaf = ofTree[node] == 0;
                codes[root + node] = leaf ? slot++ : tree.code(node);
                thresholds[root + node] = tree.threshold(node);
                children[root + node] = leaf ? 0 : root + ofTree[node];
            }
            root += tree.nodes();
        }
        leaves = slot;
    }

    @Override
    public void evaluate(Scratch scratch) {
        float[] inputs = scratch.inputs;
        for (int tree = 0; tree < roots.length; tree++) {
            int node = roots[tree];
            int child;
            while ((child = children[node]) != 0) {
                int code = codes[node];
                float value = inputs[code >> 1];
                // A missing value is NaN, for which every comparison is false.
                boolean left = (code & 1) == 0 ? value < thresholds[node] : !(value >= thresholds[node]);
                node = left ? child : child + 1;
            }
            scratch.slots[tree] = codes[node];
        }
    }

    @Override
    public int[] slots() {
        return IntStream.range(0, leaves).toArray();
    }

    @Override
    public int sizeInBytes() {
        return 4 * roots.length + 12 * codes.length;
    }
}
