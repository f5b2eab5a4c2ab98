package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.routing.Scorer;
import org.junit.jupiter.api.Test;

class RowScoreTest {
    private static final FeatureRow ROW = new FeatureRow(GatewayFixture.SCHEMA);

    @Test
    void saysWhyAVersionGaveNothing() {
        assertThat(RowScore.of(new Gives(1, 0.75), ROW)).isEqualTo(new RowScore(0.75, null, null));
        assertThat(RowScore.of(new Throws(2), ROW)).isEqualTo(none("version 2 failed: ArithmeticException"));
        assertThat(RowScore.of(new Recurses(2), ROW)).isEqualTo(none("version 2 failed: StackOverflowError"));
        for (double wrong : new double[] {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(RowScore.of(new Gives(2, wrong), ROW)).isEqualTo(none("version 2 gave no probability"));
        }
        assertThat(RowScore.of(null, ROW)).isEqualTo(none("no version is loaded"));
    }

    private static RowScore none(String error) {
        return new RowScore(Double.NaN, null, error);
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
