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
        for (int node = 0; node < 5; node++) {
            assertThat(tree.value(node)).isEqualTo(node + 1);
        }
        assertThat(tree.code(0)).isEqualTo(2);
        assertThat(tree.code(1)).isEqualTo(1);
        assertThat(tree.features()).isEqualTo(2);
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
