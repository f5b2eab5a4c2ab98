package dev.perennial.activities.training;

import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.DecisionTree.Missing;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads XGBoost's text form of a tree, one node a line. Its numbers have nine significant digits, which give back every
 * single-precision value exactly.
 */
final class XGBoostDump {

    private static final String NUMBER = "([-+0-9.eE]+)";
    private static final Pattern SPLIT = Pattern.compile(
            "(\\d+):\\[f(\\d+)<" + NUMBER + "] yes=(\\d+),no=(\\d+),missing=(\\d+),gain=([-+0-9.eEinfa]+),cover=.*");
    private static final Pattern LEAF = Pattern.compile("(\\d+):leaf=" + NUMBER + ",cover=" + NUMBER);

    private XGBoostDump() {}

    /**
     * The tree with the cover of each leaf, its features renumbered by {@code columns}; the gain of each split is added to {@code gains} under
     * the new number.
     */
    static DecisionTree parse(String dump, int[] columns, double[] gains) {
        DecisionTree.Builder tree = DecisionTree.builder();
        dump.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            Matcher split = SPLIT.matcher(line);
            Matcher leaf = LEAF.matcher(line);
            if (split.matches()) {
                addSplit(tree, split, columns, gains);
            } else if (leaf.matches()) {
                tree.leaf(
                        Integer.parseInt(leaf.group(1)),
                        Float.parseFloat(leaf.group(3)),
                        Float.parseFloat(leaf.group(2)));
            } else {
                throw new IllegalArgumentException("Invalid node of a trained tree: \"" + line + "\"");
            }
        });
        return tree.build();
    }

    private static void addSplit(DecisionTree.Builder tree, Matcher split, int[] columns, double[] gains) {
        int column = columns[Integer.parseInt(split.group(2))];
        int yes = Integer.parseInt(split.group(4));
        int missing = Integer.parseInt(split.group(6));
        tree.split(
                Integer.parseInt(split.group(1)),
                column,
                Float.parseFloat(split.group(3)),
                missing == yes ? Missing.LEFT : Missing.RIGHT,
                yes,
                Integer.parseInt(split.group(5)));
        double gain = Double.parseDouble(split.group(7));
        gains[column] += Double.isFinite(gain) ? Math.max(0, gain) : 0;
    }
}
