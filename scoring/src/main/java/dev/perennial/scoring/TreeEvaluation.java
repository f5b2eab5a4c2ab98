package dev.perennial.scoring;

import java.util.List;

/**
 * A way to find the leaf of every tree for one row. Each way has an order of its own of the leaves of all trees, their
 * slots, in which whoever adds their values keeps them.
 */
interface TreeEvaluation {

    /** What one thread needs to score: the row's inputs, room to work, and the leaf of each tree. Not thread-safe. */
    final class Scratch {

        final float[] inputs;
        final long[] reachable;
        // by tree, the slot of its leaf
        final int[] slots;
        final double[] scores;

        Scratch(int inputs, int trees, int outputs) {
            this.inputs = new float[inputs];
            reachable = new long[trees];
            slots = new int[trees];
            scores = new double[outputs];
        }
    }

    /** Fills in the slots. */
    void evaluate(Scratch scratch);

    /** The slot of each leaf, trees in their order, each tree's leaves in theirs. */
    int[] slots();

    int sizeInBytes();

    /** The fastest way that these trees allow. */
    static TreeEvaluation of(List<DecisionTree> trees, int inputs) {
        return LeafMasks.fit(trees) ? new LeafMasks(trees, inputs) : new TreeWalk(trees);
    }
}
