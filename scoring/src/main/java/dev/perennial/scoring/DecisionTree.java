package dev.perennial.scoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One regression tree in flat arrays: nodes in breadth-first order, so that both children of a split are neighbours and
 * where they stand follows from the number of splits before it.
 */
public final class DecisionTree {

    static final int MOST_NODES = 1 << 20;
    static final int LEAF = -1;

    // LEAF, or twice the feature plus one if a missing value goes to the left
    private final int[] codes;
    // the threshold of a split, the value of a leaf
    private final float[] values;

    private DecisionTree(int[] codes, float[] values) {
        this.codes = codes;
        this.values = values;
    }

    /* The arrays as a file holds them; the caller has checked that every value is finite. */
    static DecisionTree ofBreadthFirst(int[] codes, float[] values) {
        int reachable = 1;
        for (int node = 0; node < codes.length; node++) {
            if (node >= reachable) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " belongs to no split");
            }
            if (codes[node] < LEAF) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " has the code " + codes[node]);
            }
            reachable += codes[node] == LEAF ? 0 : 2;
        }
        if (reachable != codes.length) {
            throw new IllegalArgumentException(
                    "Invalid tree: its splits need " + reachable + " nodes, it has " + codes.length);
        }
        return new DecisionTree(codes, values);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int nodes() {
        return codes.length;
    }

    /* Every split has two children, so leaves are one more than splits. */
    int leaves() {
        return (codes.length + 1) / 2;
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

    int code(int node) {
        return codes[node];
    }

    float value(int node) {
        return values[node];
    }

    /** One more than the largest feature that a split looks at; zero for a lone leaf. */
    int features() {
        int features = 0;
        for (int code : codes) {
            features = Math.max(features, code == LEAF ? 0 : code / 2 + 1);
        }
        return features;
    }

    /** Where a row without the feature goes at a split. */
    public enum Missing {
        LEFT,
        RIGHT
    }

    /** Collects nodes under any numbers, the root being 0, and checks that they are one tree. Not thread-safe. */
    public static final class Builder {

        private record Node(int code, float value, int left, int right) {}

        private final Map<Integer, Node> nodes = new TreeMap<>();

        private Builder() {}

        /** A row goes left where its feature is below the threshold, both in single precision. */
        public Builder split(int node, int feature, float threshold, Missing missing, int left, int right) {
            if (feature < 0 || feature >= FeatureSchema.MOST_FEATURES) {
                throw new IllegalArgumentException("Invalid tree: node " + node + " looks at feature " + feature);
            }
            return put(node, new Node(2 * feature + (missing == Missing.LEFT ? 1 : 0), threshold, left, right));
        }

        public Builder leaf(int node, float value) {
            return put(node, new Node(LEAF, value, LEAF, LEAF));
        }

        private Builder put(int number, Node node) {
            if (!Float.isFinite(node.value())) {
                throw new IllegalArgumentException("Invalid tree: node " + number + " has the value " + node.value());
            }
            if (nodes.size() >= MOST_NODES || nodes.putIfAbsent(number, node) != null) {
                throw new IllegalArgumentException(
                        "Invalid tree: node " + number + " is given twice or is one of more than " + MOST_NODES);
            }
            return this;
        }

        public DecisionTree build() {
            int[] codes = new int[nodes.size()];
            float[] values = new float[nodes.size()];
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
                values[next++] = node.value();
                if (node.code() != LEAF) {
                    enter(node.left(), reached, waiting);
                    enter(node.right(), reached, waiting);
                }
            }
            if (next != codes.length) {
                throw new IllegalArgumentException(
                        "Invalid tree: " + (codes.length - next) + " nodes cannot be reached from the root");
            }
            return new DecisionTree(codes, values);
        }

        private static void enter(int number, Set<Integer> reached, Deque<Integer> waiting) {
            if (!reached.add(number)) {
                throw new IllegalArgumentException("Invalid tree: node " + number + " is reached twice");
            }
            waiting.add(number);
        }
    }
}
