package dev.perennial.serving.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.log.TrafficPlan;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrafficSplitTest {
    @Test
    void theChallengerAnswersTheBucketsBelowItsBasisPointsAndNoOther() {
        for (int entity = 0; entity < 1000; entity++) {
            String key = "N" + entity;
            int bucket = TrafficSplit.bucket("salt", key);
            assertThat(TrafficSplit.challengerAnswers(plan(bucket), key)).isFalse();
            assertThat(TrafficSplit.challengerAnswers(plan(bucket + 1), key)).isTrue();
            assertThat(TrafficSplit.challengerAnswers(plan(0), key)).isFalse();
            assertThat(TrafficSplit.challengerAnswers(plan(TrafficSplit.BUCKETS), key))
                    .isTrue();
        }
    }

    private static TrafficPlan plan(int basisPoints) {
        return new TrafficPlan("rollout-1", 2, basisPoints, "salt", 1, Instant.EPOCH);
    }
}
