package dev.perennial.monitoring.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Boosting in progress on some rows of a task: each round grows one tree. Not thread-safe. */
final class Boosting {
    private final LearningTask task;
    private final BoostingOptions options;
    private final int[] trainingRows;
    private final int[] otherRows;
    private final double[] margins;
    private final Steps steps;
    private final SplitSearch search;
    private final int[] offsets;
    private final List<RegressionTree> trees = new ArrayList<>();

    Boosting(LearningTask task, int[] trainingRows, BoostingOptions options) {
        this.task = task;
        this.options = options;
        this.trainingRows = trainingRows;
        this.otherRows = allBut(trainingRows, task.rows().rows());
        this.margins = task.offsets().clone();
        this.steps = new Steps(margins.length);
        this.search = new SplitSearch(task.rows(), options);
        this.offsets = Histogram.offsets(task.rows());
    }

    List<RegressionTree> trees() {
        return trees;
    }

    /** The current margin of a row of the task, whether trained on or not. */
    double margin(int row) {
        return margins[row];
    }

    /** Grows one more tree and moves the margins of all rows. */
    void round() {
        steps.update(task, margins, trainingRows);
        RegressionTree tree = grow();
        trees.add(tree);
        for (int row : otherRows) {
            margins[row] += tree.value(task.rows(), row);
        }
    }

    private static int[] allBut(int[] left, int rows) {
        boolean[] out = new boolean[rows];
        for (int row : left) {
            out[row] = true;
        }
        return IntStream.range(0, rows).filter(row -> !out[row]).toArray();
    }

    private RegressionTree grow() {
        int[] index = trainingRows.clone();
        int[] buffer = new int[index.length];
        RegressionTree.Builder tree = new RegressionTree.Builder(options.leaves());
        PriorityQueue<Leaf> open = new PriorityQueue<>(
                Comparator.<Leaf>comparingDouble(leaf -> -leaf.gain()).thenComparingInt(leaf -> leaf.node));
        Histogram all = new Histogram(offsets);
        all.fill(task.rows(), steps, index, 0, index.length);
        open.add(leaf(tree, 0, 0, index.length, all));
        for (int leaves = 1; leaves < options.leaves() && !open.isEmpty(); leaves++) {
            Leaf best = open.element();
            Split split = best.split;
            if (split == null) {
                break;
            }
            open.remove();
            int middle = partition(index, buffer, best, split);
            int left = tree.split(best.node, split);
            boolean leftIsSmaller = middle - best.from <= best.to - middle;
            Histogram smaller = new Histogram(offsets);
            smaller.fill(
                    task.rows(), steps, index, leftIsSmaller ? best.from : middle, leftIsSmaller ? middle : best.to);
            Histogram larger = best.histogram.without(smaller);
            open.add(leaf(tree, left, best.from, middle, leftIsSmaller ? smaller : larger));
            open.add(leaf(tree, left + 1, middle, best.to, leftIsSmaller ? larger : smaller));
        }
        for (Leaf leaf : open) {
            for (int i = leaf.from; i < leaf.to; i++) {
                margins[index[i]] += leaf.value;
            }
        }
        return tree.build();
    }

    private Leaf leaf(RegressionTree.Builder tree, int node, int from, int to, Histogram histogram) {
        double step = -histogram.gradient() / (histogram.curvature() + options.ridge() + Double.MIN_NORMAL);
        double value = options.learningRate() * step;
        tree.leaf(node, value);
        return new Leaf(node, from, to, value, histogram, search.best(histogram));
    }

    private int partition(int[] index, int[] buffer, Leaf leaf, Split split) {
        byte[] codes = task.rows().codes(split.column());
        int left = leaf.from;
        int right = 0;
        for (int i = leaf.from; i < leaf.to; i++) {
            int row = index[i];
            if (split.goesLeft(codes[row] & 0xFF)) {
                index[left++] = row;
            } else {
                buffer[right++] = row;
            }
        }
        System.arraycopy(buffer, 0, index, left, right);
        return left;
    }

    /** A leaf that may still be split. */
    private static final class Leaf {
        private final int node;
        private final int from;
        private final int to;
        private final double value;
        private final Histogram histogram;
        private final @Nullable Split split;

        Leaf(int node, int from, int to, double value, Histogram histogram, @Nullable Split split) {
            this.node = node;
            this.from = from;
            this.to = to;
            this.value = value;
            this.histogram = histogram;
            this.split = split;
        }

        double gain() {
            return split == null ? 0 : split.gain();
        }
    }
}
