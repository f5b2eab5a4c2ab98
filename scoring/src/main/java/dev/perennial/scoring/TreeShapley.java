package dev.perennial.scoring;

import java.util.Arrays;

/**
 * Shapley values of the features of one row under a tree, where a feature that is not known sends the row down both
 * branches in the proportion of their covers. Exact; of order leaves × depth² a tree. Not thread-safe.
 */
final class TreeShapley {

    /*
     * S. Lundberg, G. Erion, S.-I. Lee (2018), Consistent individualized feature attribution for tree ensembles,
     * algorithm 2. A path from the root holds one entry for each feature met on it: the share of the training rows that
     * stay on the path at that feature's splits, and 1 or 0 as the row itself stays or not. The entries' weights are
     * sums over all subsets of a size of the products of these, so that a leaf's value can be charged to each feature by
     * taking its entry out again. Entries live in levels, one a node of the current path, copied on the way down.
     */

    private final TreeInputs readers;
    private final float[] inputs;
    private final double[] contributions;
    private final int stride;
    private final int[] columns;
    private final double[] stays;
    private final double[] own;
    private final double[] weights;

    private DecisionTree tree = DecisionTree.builder().leaf(0, 0).build();
    private int[] children;
    private int[] leafNumbers;
    private double[] covers;
    private int dimension;
    private double factor;

    /* Contributions are by column, also where a column has several inputs. */
    TreeShapley(TreeInputs readers, float[] inputs, int deepest) {
        this.readers = readers;
        this.inputs = inputs;
        contributions = new double[readers.schema().size()];
        int longest = Math.min(deepest, contributions.length) + 2;
        stride = longest;
        columns = new int[(deepest + 2) * stride];
        stays = new double[columns.length];
        own = new double[columns.length];
        weights = new double[columns.length];
        children = new int[0];
        leafNumbers = children;
        covers = new double[0];
    }

    double[] contributions() {
        return contributions;
    }

    /** Adds the tree's contributions times the factor; the factor times the tree's mean over its training rows. */
    double add(DecisionTree added, int ofDimension, double times) {
        tree = added;
        children = added.children();
        leafNumbers = added.leafNumbers();
        covers = new double[added.nodes()];
        dimension = ofDimension;
        factor = times;
        double mean = means()[0];
        descend(0, 0, 0, 1, 1, -1);
        return times * mean;
    }

    /* Children stand behind their parents, so that going backwards meets them first. Fills in the covers. */
    private double[] means() {
        double[] means = new double[children.length];
        for (int node = means.length - 1; node >= 0; node--) {
            int left = children[node];
            if (left == 0) {
                covers[node] = tree.cover(leafNumbers[node]);
                means[node] = tree.leafValue(leafNumbers[node], dimension);
            } else {
                covers[node] = covers[left] + covers[left + 1];
                means[node] = share(node, left) * means[left] + share(node, left + 1) * means[left + 1];
            }
        }
        return means;
    }

    /* Where no training row came by, both branches count alike. */
    private double share(int node, int child) {
        return covers[node] > 0 ? covers[child] / covers[node] : 0.5;
    }

    /* The path of the level above has "count" entries. */
    private void descend(int node, int level, int count, double stay, double mine, int column) {
        int base = level * stride;
        if (level > 0) {
            int above = base - stride;
            System.arraycopy(columns, above, columns, base, count);
            System.arraycopy(stays, above, stays, base, count);
            System.arraycopy(own, above, own, base, count);
            System.arraycopy(weights, above, weights, base, count);
        }
        extend(base, count, stay, mine, column);
        int last = count;
        int left = children[node];
        if (left == 0) {
            charge(base, last, tree.leafValue(leafNumbers[node], dimension));
            return;
        }
        int code = tree.code(node);
        float value = inputs[code >> 1];
        boolean goesLeft = (code & 1) == 0 ? value < tree.threshold(node) : !(value >= tree.threshold(node));
        int splitOn = readers.column(code >> 1);
        double stayBefore = 1;
        double mineBefore = 1;
        int met = indexOf(base, last, splitOn);
        if (met > 0) {
            stayBefore = stays[base + met];
            mineBefore = own[base + met];
            remove(base, last, met);
            last--;
        }
        branch(left, level, last, stayBefore * share(node, left), goesLeft ? mineBefore : 0, splitOn);
        branch(left + 1, level, last, stayBefore * share(node, left + 1), goesLeft ? 0 : mineBefore, splitOn);
    }

    /* A branch that neither the row nor any training row takes adds nothing under any subset. */
    private void branch(int node, int level, int last, double stay, double mine, int column) {
        if (stay != 0 || mine != 0) {
            descend(node, level + 1, last + 1, stay, mine, column);
        }
    }

    /* The root's entry stands for no feature. */
    private int indexOf(int base, int last, int column) {
        for (int index = 1; index <= last; index++) {
            if (columns[base + index] == column) {
                return index;
            }
        }
        return 0;
    }

    private void extend(int base, int last, double stay, double mine, int column) {
        columns[base + last] = column;
        stays[base + last] = stay;
        own[base + last] = mine;
        weights[base + last] = last == 0 ? 1 : 0;
        for (int index = last - 1; index >= 0; index--) {
            double weight = weights[base + index];
            weights[base + index + 1] += mine * weight * (index + 1) / (last + 1);
            weights[base + index] = stay * weight * (last - index) / (last + 1);
        }
    }

    private void remove(int base, int last, int entry) {
        double stay = stays[base + entry];
        double mine = own[base + entry];
        double next = weights[base + last];
        for (int index = last - 1; index >= 0; index--) {
            if (mine != 0) {
                double before = weights[base + index];
                weights[base + index] = next * (last + 1) / ((index + 1) * mine);
                next = before - weights[base + index] * stay * (last - index) / (last + 1);
            } else {
                weights[base + index] = weights[base + index] * (last + 1) / (stay * (last - index));
            }
        }
        System.arraycopy(columns, base + entry + 1, columns, base + entry, last - entry);
        System.arraycopy(stays, base + entry + 1, stays, base + entry, last - entry);
        System.arraycopy(own, base + entry + 1, own, base + entry, last - entry);
    }

    /* The weights' sum once the entry is taken out, the path left as it is. */
    private double sumWithout(int base, int last, int entry) {
        double stay = stays[base + entry];
        double mine = own[base + entry];
        double next = weights[base + last];
        double sum = 0;
        for (int index = last - 1; index >= 0; index--) {
            if (mine != 0) {
                double weight = next * (last + 1) / ((index + 1) * mine);
                sum += weight;
                next = weights[base + index] - weight * stay * (last - index) / (last + 1);
            } else {
                sum += weights[base + index] * (last + 1) / (stay * (last - index));
            }
        }
        return sum;
    }

    private void charge(int base, int last, double value) {
        for (int entry = 1; entry <= last; entry++) {
            double weight = sumWithout(base, last, entry);
            contributions[columns[base + entry]] += factor * weight * (own[base + entry] - stays[base + entry]) * value;
        }
    }

    static int depth(DecisionTree tree) {
        int[] children = tree.children();
        int[] depths = new int[children.length];
        for (int node = 0; node < depths.length; node++) {
            if (children[node] != 0) {
                Arrays.fill(depths, children[node], children[node] + 2, depths[node] + 1);
            }
        }
        return Arrays.stream(depths).max().orElse(0);
    }
}
