package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.routing.Scorer;
import org.junit.jupiter.api.Test;

class RowScoreTest {
    private static final FeatureRow ROW = new FeatureRow(GatewayFixture.SCHEMA);

    @Test
    void aFailingChallengerNeverTouchesTheChampionsAnswer() {
        for (Scorer challenger :
                new Scorer[] {new Gives(2, Double.NaN), new Gives(2, 1.5), new Throws(2), new Recurses(2)}) {
            RowScore scored = RowScore.of(new Gives(1, 0.75), challenger, ROW);
            assertThat(scored.score()).isEqualTo(0.75);
            assertThat(scored.error()).isNull();
            assertThat(scored.pairedScore()).isNaN();
        }
    }

    @Test
    void saysWhyTheAnsweringVersionGaveNothingAndKeepsTheOthersScore() {
        assertThat(RowScore.of(new Throws(2), new Gives(1, 0.5), ROW))
                .isEqualTo(new RowScore(Double.NaN, "version 2 failed: ArithmeticException", 0.5));
        assertThat(RowScore.of(new Gives(2, -0.1), null, ROW))
                .isEqualTo(new RowScore(Double.NaN, "version 2 gave no probability", Double.NaN));
        assertThat(RowScore.of(null, null, ROW).error()).isEqualTo("no version is loaded");
    }

    private record Gives(int number, double value) implements Scorer {
        @Override
        public double score(FeatureRow row) {
            return value;
        }
    }

    private record Throws(int number) implements Scorer {
        @Override
        public double score(FeatureRow row) {
            throw new ArithmeticException("a poisoned model");
        }
    }

    private record Recurses(int number) implements Scorer {
        @Override
        @SuppressWarnings("InfiniteRecursion")
        public double score(FeatureRow row) {
            return score(row) + 1;
        }
    }
}
