package dev.perennial.monitoring.learn;

/** A grown tree over bins: inner nodes send each bin of one column left or right, leaves hold a step. Immutable. */
final class RegressionTree {
    private static final int WORDS = 4;

    private final int[] columns;
    private final long[] leftBins;
    private final int[] left;
    private final int[] right;
    private final double[] values;

    private RegressionTree(int[] columns, long[] leftBins, int[] left, int[] right, double[] values) {
        this.columns = columns;
        this.leftBins = leftBins;
        this.left = left;
        this.right = right;
        this.values = values;
    }

    /** The step of a row's leaf. */
    double value(BinnedRows rows, int row) {
        int node = 0;
        while (columns[node] >= 0) {
            int bin = rows.bin(columns[node], row);
            node = (leftBins[node * WORDS + (bin >>> 6)] >>> bin & 1) == 1 ? left[node] : right[node];
        }
        return values[node];
    }

    /** Collects the nodes of a tree with at most so many leaves; node 0 is the root. */
    static final class Builder {
        private final int[] columns;
        private final long[] leftBins;
        private final int[] left;
        private final int[] right;
        private final double[] values;
        private int nodes = 1;

        Builder(int leaves) {
            int most = 2 * leaves - 1;
            columns = new int[most];
            columns[0] = -1;
            leftBins = new long[most * WORDS];
            left = new int[most];
            right = new int[most];
            values = new double[most];
        }

        void leaf(int node, double value) {
            values[node] = value;
        }

        /** Turns a leaf into an inner node whose children are the two nodes after all others; returns the left one. */
        int split(int node, Split split) {
            columns[node] = split.column();
            System.arraycopy(split.leftBins(), 0, leftBins, node * WORDS, WORDS);
            left[node] = nodes;
            right[node] = nodes + 1;
            columns[nodes] = -1;
            columns[nodes + 1] = -1;
            nodes += 2;
            return nodes - 2;
        }

        RegressionTree build() {
            return new RegressionTree(columns, leftBins, left, right, values);
        }
    }
}
