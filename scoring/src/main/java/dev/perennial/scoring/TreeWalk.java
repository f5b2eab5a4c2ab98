package dev.perennial.scoring;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Goes from the root of each tree to its leaf, split by split, four trees at a time; fits trees of any size.
 */
final class TreeWalk implements TreeEvaluation {

    /*
     * A step waits for memory and for a comparison that no processor can foresee. Four walks that do not depend on each
     * other wait at the same time, and as each takes as many steps as the deepest of the four needs, no branch depends
     * on the row: a leaf is a split that leads to itself.
     */

    private static final int TOGETHER = 4;
    // A node: twice the input plus one if a missing value goes left, the threshold's bits, the left child's place; of a
    // leaf, whose threshold is NaN so that nothing is above it, its own place.
    private static final int NODE = 3;

    private final int[] nodes;
    // by tree the place of its root; as many trees as make whole groups, of which the last ones repeat the last tree
    private final int[] roots;
    private final int[] steps;
    private final int trees;
    private final boolean missingGoesLeft;
    // by node, its slot if it is a leaf
    private final int[] slots;
    private final int leaves;

    TreeWalk(List<DecisionTree> all) {
        trees = all.size();
        int count = 0;
        for (DecisionTree tree : all) {
            count = Math.addExact(count, tree.nodes());
        }
        nodes = new int[Math.multiplyExact(NODE, count)];
        slots = new int[count];
        int groups = (trees + TOGETHER - 1) / TOGETHER;
        roots = new int[groups * TOGETHER];
        steps = new int[groups];
        boolean left = true;
        int first = 0;
        int slot = 0;
        for (int index = 0; index < trees; index++) {
            DecisionTree tree = all.get(index);
            roots[index] = first * NODE;
            steps[index / TOGETHER] = Math.max(steps[index / TOGETHER], TreeShapley.depth(tree));
            int[] children = tree.children();
            for (int node = 0; node < children.length; node++) {
                boolean leaf = children[node] == 0;
                int place = (first + node) * NODE;
                nodes[place] = leaf ? 1 : tree.code(node);
                nodes[place + 1] = Float.floatToRawIntBits(leaf ? Float.NaN : tree.threshold(node));
                nodes[place + 2] = leaf ? place : (first + children[node]) * NODE;
                slots[first + node] = leaf ? slot++ : 0;
                left &= leaf || (tree.code(node) & 1) == 1;
            }
            first += tree.nodes();
        }
        for (int index = trees; index < roots.length; index++) {
            roots[index] = roots[trees - 1];
        }
        missingGoesLeft = left;
        leaves = slot;
    }

    @Override
    public void evaluate(Scratch scratch) {
        if (missingGoesLeft || !anyMissing(scratch.inputs)) {
            walkTogether(scratch);
        } else {
            walkOneByOne(scratch);
        }
    }

    private static boolean anyMissing(float[] inputs) {
        for (float input : inputs) {
            if (Float.isNaN(input)) {
                return true;
            }
        }
        return false;
    }

    /* No comparison with a missing value, which is NaN, holds, so that it goes to the left. */
    private void walkTogether(Scratch scratch) {
        float[] inputs = scratch.inputs;
        for (int group = 0; group < steps.length; group++) {
            int tree = group * TOGETHER;
            int first = roots[tree];
            int second = roots[tree + 1];
            int third = roots[tree + 2];
            int fourth = roots[tree + 3];
            for (int step = steps[group]; step > 0; step--) {
                first = below(first, inputs);
                second = below(second, inputs);
                third = below(third, inputs);
                fourth = below(fourth, inputs);
            }
            put(scratch, tree, first);
            put(scratch, tree + 1, second);
            put(scratch, tree + 2, third);
            put(scratch, tree + 3, fourth);
        }
    }

    private int below(int place, float[] inputs) {
        boolean right = inputs[nodes[place] >> 1] >= Float.intBitsToFloat(nodes[place + 1]);
        return nodes[place + 2] + (right ? NODE : 0);
    }

    private void put(Scratch scratch, int tree, int place) {
        if (tree < trees) {
            scratch.slots[tree] = slots[place / NODE];
        }
    }

    private void walkOneByOne(Scratch scratch) {
        float[] inputs = scratch.inputs;
        for (int tree = 0; tree < trees; tree++) {
            int place = roots[tree];
            while (nodes[place + 2] != place) {
                float value = inputs[nodes[place] >> 1];
                boolean right =
                        Float.isNaN(value) ? (nodes[place] & 1) == 0 : value >= Float.intBitsToFloat(nodes[place + 1]);
                place = nodes[place + 2] + (right ? NODE : 0);
            }
            put(scratch, tree, place);
        }
    }

    @Override
    public int[] slots() {
        return IntStream.range(0, leaves).toArray();
    }

    @Override
    public int sizeInBytes() {
        return 4 * (nodes.length + slots.length + roots.length + steps.length);
    }
}
