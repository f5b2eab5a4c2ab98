package dev.perennial.scoring;

import java.util.List;

/** A way to find the leaf of every tree for one row; all ways give the same sums, bit by bit. */
interface TreeEvaluation {

    /** What one thread needs to score: the row's inputs, room to work, and the two sums. Not thread-safe. */
    final class Scratch {

        final float[] inputs;
        final long[] reachable;
        float negative;
        float positive;

        Scratch(int columns, int trees) {
            inputs = new float[columns];
            reachable = new long[trees];
        }
    }

    /** Adds the leaves of the negative and the positive trees to {@code base}, each in the order of its trees. */
    void evaluate(float base, Scratch scratch);

    int sizeInBytes();

    /** The fastest way that these trees allow. */
    static TreeEvaluation of(List<DecisionTree> negative, List<DecisionTree> positive, int columns) {
        boolean small = LeafMasks.fit(negative) && LeafMasks.fit(positive);
        return small ? new LeafMasks(negative, positive, columns) : new TreeWalk(negative, positive);
    }
}
