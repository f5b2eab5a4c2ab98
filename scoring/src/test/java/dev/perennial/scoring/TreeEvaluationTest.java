package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.scoring.DecisionTree.Missing;
import dev.perennial.scoring.TreeEvaluation.Scratch;
import dev.perennial.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeEvaluationTest {

    private static final int COLUMNS = 4;

    static LongStream seeds() {
        return Seeds.many();
    }

    /* Thresholds and values are drawn from a few numbers, so that they often meet. */
    @ParameterizedTest
    @MethodSource("seeds")
    void masksAndWalkFindTheSameLeaves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DecisionTree> trees = trees(random);
        TreeEvaluation masks = new LeafMasks(trees, COLUMNS);
        TreeEvaluation walk = new TreeWalk(trees);
        int[] maskOfWalk = new int[masks.slots().length];
        for (int leaf = 0; leaf < maskOfWalk.length; leaf++) {
            maskOfWalk[walk.slots()[leaf]] = masks.slots()[leaf];
        }
        Scratch byMasks = new Scratch(COLUMNS, trees.size(), 1);
        Scratch byWalk = new Scratch(COLUMNS, trees.size(), 1);
        for (int row = 0; row < 200; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                // Half of the rows miss nothing, which is the faster way.
                boolean missing = row % 2 == 0 && random.nextInt(5) == 0;
                float value = missing ? Float.NaN : random.nextInt(-6, 7);
                if (random.nextInt(50) == 0) {
                    value = Float.POSITIVE_INFINITY;
                }
                byMasks.inputs[column] = value;
                byWalk.inputs[column] = value;
            }
            masks.evaluate(byMasks);
            walk.evaluate(byWalk);
            for (int tree = 0; tree < trees.size(); tree++) {
                assertThat(byMasks.slots[tree]).isEqualTo(maskOfWalk[byWalk.slots[tree]]);
            }
        }
    }

    @Test
    void masksServeTreesOfUpTo64LeavesAndTheWalkLargerOnes() {
        DecisionTree full = chain(64);
        DecisionTree larger = chain(65);
        assertThat(TreeEvaluation.of(List.of(full, full), 1)).isInstanceOf(LeafMasks.class);
        assertThat(TreeEvaluation.of(List.of(full, larger), 1)).isInstanceOf(TreeWalk.class);
        TreeEvaluation masks = TreeEvaluation.of(List.of(full, full), 1);
        Scratch scratch = new Scratch(1, 2, 1);
        for (int leaf = 0; leaf < 64; leaf++) {
            scratch.inputs[0] = leaf;
            masks.evaluate(scratch);
            assertThat(scratch.slots[1]).isEqualTo(64 + leaf);
        }
    }

    /* A tree that grows to the right only: the value k ends in the leaf of value k. */
    private static DecisionTree chain(int leaves) {
        DecisionTree.Builder tree = DecisionTree.builder();
        for (int leaf = 0; leaf < leaves - 1; leaf++) {
            tree.split(2 * leaf, 0, leaf + 1, Missing.LEFT, 2 * leaf + 1, 2 * leaf + 2);
            tree.leaf(2 * leaf + 1, leaf);
        }
        return tree.leaf(2 * leaves - 2, leaves - 1).build();
    }

    private static List<DecisionTree> trees(SplittableRandom random) {
        List<DecisionTree> trees = new ArrayList<>();
        for (int tree = random.nextInt(6); tree > 0; tree--) {
            trees.add(tree(1 + random.nextInt(64), random));
        }
        return trees;
    }

    private static DecisionTree tree(int leaves, SplittableRandom random) {
        DecisionTree.Builder tree = DecisionTree.builder();
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (int next = 1; next < 2 * leaves - 1; next += 2) {
            int node = ends.remove(random.nextInt(ends.size()));
            tree.split(
                    node,
                    random.nextInt(COLUMNS),
                    random.nextInt(-5, 6),
                    random.nextBoolean() ? Missing.LEFT : Missing.RIGHT,
                    next,
                    next + 1);
            ends.add(next);
            ends.add(next + 1);
        }
        ends.forEach(node -> tree.leaf(node, (float) random.nextDouble(-1, 1)));
        return tree.build();
    }
}
