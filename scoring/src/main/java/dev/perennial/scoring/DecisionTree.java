package dev.perennial.scoring;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One tree in flat arrays: nodes in breadth-first order, so that both children of a split are neighbours and where they
 * stand follows from the number of splits before it. A leaf has one or more values and may know its cover, the weight of
 * the training rows that reached it; leaves are numbered in the order of their nodes.
 */
public final class DecisionTree {

    static final int MOST_NODES = 1 << 20;
    /* Contributions are found by recursion. */
    static final int MOST_DEPTH = 1000;
    static final int LEAF = -1;

    // LEAF, or twice the input plus one if a missing value goes to the left
    private final int[] codes;
    // of a split; 0 for a leaf
    private final float[] thresholds;
    private final int width;
    // of each leaf, its values side by side
    private final double[] values;
    private final float @Nullable [] covers;

    /* The arrays as a file holds them; the caller has checked that every number is finite. */
    DecisionTree(int[] codes, float[] thresholds, int width, double[] values, float @Nullable [] covers) {
        checkShape(codes);
        this.codes = codes;
        this.thresholds = thresholds;
        this.width = width;
        this.values = values;
        this.covers = covers;
        if (values.length != leaves() * width || (covers != null && covers.length != leaves())) {
            throw new IllegalArgumentException(
                    "Invalid tree: " + values.length + " values for " + leaves() + " leaves of " + width);
        }
        if (covers != null) {
            for (float cover : covers) {
                if (!(cover >= 0 && Float.isFinite(cover))) {
                    throw new IllegalArgumentException(
                            "Invalid tree: a cover of " + cover + " (a finite number not below 0 is expected)");
                }
            }
        }
    }

    private static void checkShape(int[] codes) {
        int reachable = 1;
        int depth = 0;
        int lastOfDepth = 0;
        for (int node = 0; node < codes.length; node++) {
            if (node >= reachable) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " belongs to no split");
            }
            if (codes[node] < LEAF) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " has the code " + codes[node]);
            }
            reachable += codes[node] == LEAF ? 0 : 2;
            if (node == lastOfDepth && reachable > node + 1) {
                lastOfDepth = reachable - 1;
                depth++;
            }
        }
        if (reachable != codes.length) {
            throw new IllegalArgumentException(
                    "Invalid tree: its splits need " + reachable + " nodes, it has " + codes.length);
        }
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException(
                    "Invalid tree: it is " + depth + " splits deep, at most " + MOST_DEPTH + " are allowed");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The same tree whose leaves, in the order of their nodes, have these covers. */
    public DecisionTree withCovers(float[] coversOfLeaves) {
        return new DecisionTree(codes, thresholds, width, values, coversOfLeaves.clone());
    }

    public int nodes() {
        return codes.length;
    }

    /* Every split has two children, so leaves are one more than splits. */
    public int leaves() {
        return (codes.length + 1) / 2;
    }

    /** How many values a leaf has. */
    public int width() {
        return width;
    }

    /** The left child of every split, its neighbour being the right one; 0 for a leaf. */
    int[] children() {
        int[] children = new int[codes.length];
        int child = 1;
        for (int node = 0; node < codes.length; node++) {
            if (codes[node] != LEAF) {
                children[node] = child;
                child += 2;
            }
        }
        return children;
    }

    /** The number of every leaf; -1 for a split. */
    int[] leafNumbers() {
        int[] numbers = new int[codes.length];
        int next = 0;
        for (int node = 0; node < codes.length; node++) {
            numbers[node] = codes[node] == LEAF ? next++ : -1;
        }
        return numbers;
    }

    int code(int node) {
        return codes[node];
    }

    float threshold(int node) {
        return thresholds[node];
    }

    double leafValue(int leaf, int dimension) {
        return values[leaf * width + dimension];
    }

    boolean hasCovers() {
        return covers != null;
    }

    float cover(int leaf) {
        if (covers == null) {
            throw new IllegalStateException("Cannot tell the cover of a leaf: this tree has none");
        }
        return covers[leaf];
    }

    /**
     * Adds for each split, under the input that it looks at, how much it lowers the spread of the values: the sum over
     * the rows below it of the squared distances from their mean, less the same sums of both branches. The tree must
     * have covers, and the array a place for each input.
     */
    public void addGains(double[] gains) {
        int[] children = children();
        int[] leaves = leafNumbers();
        for (int dimension = 0; dimension < width; dimension++) {
            double[] means = new double[codes.length];
            double[] rows = new double[codes.length];
            for (int node = codes.length - 1; node >= 0; node--) {
                int left = children[node];
                if (left == 0) {
                    rows[node] = cover(leaves[node]);
                    means[node] = leafValue(leaves[node], dimension);
                    continue;
                }
                rows[node] = rows[left] + rows[left + 1];
                if (rows[node] > 0) {
                    double apart = means[left] - means[left + 1];
                    means[node] = (rows[left] * means[left] + rows[left + 1] * means[left + 1]) / rows[node];
                    gains[codes[node] >> 1] += rows[left] * rows[left + 1] / rows[node] * apart * apart;
                }
            }
        }
    }

    /** The largest absolute value of a leaf. */
    double largestValue() {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** One more than the largest input that a split looks at; zero for a lone leaf. */
    int inputs() {
        int inputs = 0;
        for (int code : codes) {
            inputs = Math.max(inputs, code == LEAF ? 0 : code / 2 + 1);
        }
        return inputs;
    }

    /** Where a row without the feature goes at a split. */
    public enum Missing {
        LEFT,
        RIGHT
    }

    /** Collects nodes under any numbers, the root being 0, and checks that they are one tree. Not thread-safe. */
    public static final class Builder {

        /* A leaf without a cover has NaN; the tree has covers if every leaf has one. */
        private record Node(int code, float threshold, List<Double> values, float cover, int left, int right) {}

        private static final int MOST_INPUTS = FeatureSchema.MOST_FEATURES * Outputs.ClassProbabilities.MOST_CLASSES;

        private final Map<Integer, Node> nodes = new TreeMap<>();

        private Builder() {}

        /** A row goes left where its input is below the threshold, both in single precision. */
        public Builder split(int node, int input, float threshold, Missing missing, int left, int right) {
            if (input < 0 || input >= MOST_INPUTS) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " looks at feature " + input);
            }
            checkFinite(node, threshold);
            int code = 2 * input + (missing == Missing.LEFT ? 1 : 0);
            return put(node, new Node(code, threshold, List.of(), Float.NaN, left, right));
        }

        /** A leaf of one value and an unknown cover. */
        public Builder leaf(int node, double value) {
            return leaf(node, Float.NaN, value);
        }

        /** A leaf that training rows of this weight reached; all leaves have as many values. */
        public Builder leaf(int node, float cover, double... values) {
            for (double value : values) {
                checkFinite(node, value);
            }
            return put(node, new Node(LEAF, 0, Arrays.stream(values).boxed().toList(), cover, LEAF, LEAF));
        }

        private static void checkFinite(int node, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " has the value " + value);
            }
        }

        private Builder put(int number, Node node) {
            if (nodes.size() >= MOST_NODES || nodes.putIfAbsent(number, node) != null) {
                throw new IllegalArgumentException(
                        "Invalid tree: node " + number + " is given twice or is one of more than " + MOST_NODES);
            }
            return this;
        }

        public DecisionTree build() {
            int[] codes = new int[nodes.size()];
            float[] thresholds = new float[nodes.size()];
            Deque<Node> leaves = new ArrayDeque<>();
            Set<Integer> reached = new HashSet<>(Set.of(0));
            Deque<Integer> waiting = new ArrayDeque<>(reached);
            int next = 0;
            while (!waiting.isEmpty()) {
                int number = waiting.remove();
                Node node = nodes.get(number);
                if (node == null) {
                    throw new IllegalArgumentException("Invalid tree: node " + number + " is absent");
                }
                codes[next] = node.code();
                thresholds[next++] = node.threshold();
                if (node.code() == LEAF) {
                    leaves.add(node);
                } else {
                    enter(node.left(), reached, waiting);
                    enter(node.right(), reached, waiting);
                }
            }
            if (next != codes.length) {
                throw new IllegalArgumentException(
                        "Invalid tree: " + (codes.length - next) + " nodes cannot be reached from the root");
            }
            return assemble(codes, thresholds, leaves);
        }

        private static DecisionTree assemble(int[] codes, float[] thresholds, Deque<Node> leaves) {
            int width = leaves.element().values().size();
            double[] values = new double[leaves.size() * width];
            float[] covers = new float[leaves.size()];
            boolean covered = true;
            int leaf = 0;
            for (Node node : leaves) {
                if (node.values().size() != width || width == 0) {
                    throw new IllegalArgumentException(
                            "Invalid tree: a leaf has " + node.values().size() + " values, another " + width);
                }
                for (int dimension = 0; dimension < width; dimension++) {
                    values[leaf * width + dimension] = node.values().get(dimension);
                }
                covers[leaf++] = node.cover();
                covered &= !Float.isNaN(node.cover());
            }
            return new DecisionTree(codes, thresholds, width, values, covered ? covers : null);
        }

        private static void enter(int number, Set<Integer> reached, Deque<Integer> waiting) {
            if (!reached.add(number)) {
                throw new IllegalArgumentException("Invalid tree: node " + number + " is reached twice");
            }
            waiting.add(number);
        }
    }
}
