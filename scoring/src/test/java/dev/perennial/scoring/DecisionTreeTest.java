package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.scoring.DecisionTree.Missing;
import org.junit.jupiter.api.Test;

class DecisionTreeTest {

    @Test
    void laysNodesOutBreadthFirst() {
        DecisionTree tree = DecisionTree.builder()
                .leaf(8, 4)
                .split(3, 0, 2, Missing.LEFT, 8, 6)
                .leaf(5, 3)
                .split(0, 1, 1, Missing.RIGHT, 3, 5)
                .leaf(6, 5)
                .build();

        assertThat(tree.nodes()).isEqualTo(5);
        assertThat(tree.threshold(0)).isEqualTo(1);
        assertThat(tree.threshold(1)).isEqualTo(2);
        assertThat(tree.leafNumbers()).containsExactly(-1, -1, 0, 1, 2);
        for (int leaf = 0; leaf < 3; leaf++) {
            assertThat(tree.leafValue(leaf, 0)).isEqualTo(leaf + 3);
        }
        assertThat(tree.code(0)).isEqualTo(2);
        assertThat(tree.code(1)).isEqualTo(1);
        assertThat(tree.inputs()).isEqualTo(2);
    }

    @Test
    void rejectsATreeThatIsDeeperThanRecursionMayGo() {
        assertThat(chain(DecisionTree.MOST_DEPTH).leaves()).isEqualTo(1001);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain(DecisionTree.MOST_DEPTH + 1))
                .withMessage("Invalid tree: it is 1001 splits deep, at most 1000 are allowed");
    }

    private static DecisionTree chain(int depth) {
        DecisionTree.Builder tree = DecisionTree.builder();
        for (int split = 0; split < depth; split++) {
            tree.split(2 * split, 0, split, Missing.LEFT, 2 * split + 1, 2 * split + 2);
            tree.leaf(2 * split + 1, 0);
        }
        return tree.leaf(2 * depth, 1).build();
    }

    @Test
    void rejectsLeavesOfDifferentWidthsAndCoversBelowZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder()
                        .split(0, 0, 1, Missing.LEFT, 1, 2)
                        .leaf(1, 1, 0.5, 0.5)
                        .leaf(2, 1, 0.5)
                        .build())
                .withMessage("Invalid tree: a leaf has 1 values, another 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder().leaf(0, -1, 0.5).build())
                .withMessage("Invalid tree: a cover of -1.0 (a finite number not below 0 is expected)");
    }

    @Test
    void rejectsACycle() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder()
                        .split(0, 0, 1, Missing.LEFT, 1, 2)
                        .leaf(2, 0)
                        .split(1, 0, 2, Missing.LEFT, 3, 0)
                        .leaf(3, 0)
                        .build())
                .withMessage("Invalid tree: node 0 is reached twice");
    }

    @Test
    void rejectsNodesThatAreAbsentSharedOrUnreachable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder()
                        .split(0, 0, 1, Missing.LEFT, 1, 1)
                        .leaf(1, 0)
                        .build())
                .withMessage("Invalid tree: node 1 is reached twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder()
                        .split(0, 0, 1, Missing.LEFT, 1, 2)
                        .leaf(1, 0)
                        .build())
                .withMessage("Invalid tree: node 2 is absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder().leaf(0, 0).leaf(1, 0).build())
                .withMessage("Invalid tree: 1 nodes cannot be reached from the root");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecisionTree.builder().leaf(0, Float.NaN))
                .withMessage("Invalid tree: node 0 has the value NaN");
    }
}
