package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the leaves of all trees at once, input by input instead of tree by tree, for trees of at most 64 leaves.
 */
final class LeafMasks implements TreeEvaluation {

    /*
     * C. Lucchese et al. (2015), QuickScorer: a fast algorithm to rank documents with additive ensembles of regression
     * trees, SIGIR. Leaves are numbered from left to right, a bit each. A split that sends the row right makes the
     * leaves of its left branch unreachable; after all such splits the lowest bit that is left is the row's leaf. The
     * splits on an input stand in ascending order of threshold, so those that send a value right come first and the
     * scan ends at the first that does not: no branch depends on a tree's shape. Missing values are an addition: the
     * splits that send them right are listed apart.
     */

    private static final int MOST_LEAVES = 64;

    private record Split(int input, float threshold, int tree, long mask) {}

    private final Splits present;
    private final Splits missing;
    private final int[] firstLeaves;
    private final int[] slots;

    LeafMasks(List<DecisionTree> trees, int inputs) {
        firstLeaves = new int[trees.size()];
        int count = 0;
        for (int tree = 0; tree < firstLeaves.length; tree++) {
            firstLeaves[tree] = count;
            count += trees.get(tree).leaves();
        }
        slots = new int[count];
        List<Split> sendingValues = new ArrayList<>();
        List<Split> sendingMissing = new ArrayList<>();
        for (int tree = 0; tree < firstLeaves.length; tree++) {
            new Numbering(tree, trees.get(tree), sendingValues, sendingMissing).number(0, 0);
        }
        sendingValues.sort(Comparator.comparingDouble(Split::threshold));
        present = new Splits(sendingValues, inputs);
        missing = new Splits(sendingMissing, inputs);
    }

    static boolean fit(List<DecisionTree> trees) {
        return trees.stream().allMatch(tree -> tree.leaves() <= MOST_LEAVES);
    }

    /* Numbers the leaves of one tree from left to right. */
    private final class Numbering {

        private final int index;
        private final DecisionTree tree;
        private final int[] children;
        private final int[] leafNumbers;
        private final List<Split> sendingValues;
        private final List<Split> sendingMissing;

        Numbering(int index, DecisionTree tree, List<Split> sendingValues, List<Split> sendingMissing) {
            this.index = index;
            this.tree = tree;
            this.children = tree.children();
            this.leafNumbers = tree.leafNumbers();
            this.sendingValues = sendingValues;
            this.sendingMissing = sendingMissing;
        }

        /* The number after the last leaf below the node, whose first has the number given. */
        private int number(int node, int first) {
            if (tree.code(node) == DecisionTree.LEAF) {
                slots[firstLeaves[index] + leafNumbers[node]] = firstLeaves[index] + first;
                return first + 1;
            }
            int afterLeft = number(children[node], first);
            // The left branch never holds all 64 leaves, so the shift is a proper one.
            long ofLeftBranch = ((1L << (afterLeft - first)) - 1) << first;
            Split split = new Split(tree.code(node) >> 1, tree.threshold(node), index, ~ofLeftBranch);
            sendingValues.add(split);
            if ((tree.code(node) & 1) == 0) {
                sendingMissing.add(split);
            }
            return number(children[node] + 1, afterLeft);
        }
    }

    /* Splits by input, in the order given. */
    private static final class Splits {

        private final int[] starts;
        private final float[] thresholds;
        private final int[] trees;
        private final long[] masks;

        Splits(List<Split> splits, int inputs) {
            starts = new int[inputs + 1];
            thresholds = new float[splits.size()];
            trees = new int[splits.size()];
            masks = new long[splits.size()];
            for (Split split : splits) {
                starts[split.input() + 1]++;
            }
            for (int input = 0; input < inputs; input++) {
                starts[input + 1] += starts[input];
            }
            int[] next = starts.clone();
            for (Split split : splits) {
                int place = next[split.input()]++;
                thresholds[place] = split.threshold();
                trees[place] = split.tree();
                masks[place] = split.mask();
            }
        }
    }

    @Override
    public void evaluate(Scratch scratch) {
        long[] reachable = scratch.reachable;
        Arrays.fill(reachable, -1L);
        for (int input = 0; input < scratch.inputs.length; input++) {
            float value = scratch.inputs[input];
            if (Float.isNaN(value)) {
                int end = missing.starts[input + 1];
                for (int split = missing.starts[input]; split < end; split++) {
                    reachable[missing.trees[split]] &= missing.masks[split];
                }
            } else {
                int end = present.starts[input + 1];
                for (int split = present.starts[input]; split < end && value >= present.thresholds[split]; split++) {
                    reachable[present.trees[split]] &= present.masks[split];
                }
            }
        }
        for (int tree = 0; tree < firstLeaves.length; tree++) {
            scratch.slots[tree] = firstLeaves[tree] + Long.numberOfTrailingZeros(reachable[tree]);
        }
    }

    @Override
    public int[] slots() {
        return slots.clone();
    }

    @Override
    public int sizeInBytes() {
        return 4 * (firstLeaves.length + slots.length) + 16 * (present.trees.length + missing.trees.length);
    }
}
