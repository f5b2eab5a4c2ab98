package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.spec.FeedbackSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SourceCapsTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
    private static final FeedbackSpec HALF_OF_AN_HOURS =
            new FeedbackSpec(List.of("trusted"), OptionalDouble.of(0.5), 2, Duration.ofHours(1), Optional.empty());

    private final SourceCaps caps = new SourceCaps();

    @Test
    void whatWasSaidSlidesOutOverThePeriodThatFollows() {
        assertThat(admits("a", 0)).isTrue();
        assertThat(admits("a", 1)).isTrue();
        assertThat(admits("a", 2)).as("beyond its share and the allowance").isFalse();
        assertThat(admits("a", 61))
                .as("nearly all of it is within the last hour")
                .isFalse();
        assertThat(admits("a", 95)).as("less than one is").isTrue();
        assertThat(admits("a", 96)).isFalse();
        assertThat(admits("a", 240))
                .as("a period in which nothing was said lies between")
                .isTrue();
    }

    @Test
    void aShareIsOfAllThatIsSaidAndHoldsNobodyWhoIsTrusted() {
        for (int item = 0; item < 100; item++) {
            assertThat(admits("trusted", 5)).isTrue();
        }
        int admitted = 0;
        while (admits("a", 6)) {
            admitted++;
        }
        // Of a hundred others' and its own n, at most half: n <= 100.
        assertThat(admitted).isEqualTo(100);
    }

    private boolean admits(String source, int minute) {
        return caps.admits("model", HALF_OF_AN_HOURS, source, NOON.plus(Duration.ofMinutes(minute)));
    }
}
