package dev.perennial.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SHORT = Duration.ofMillis(60);

    @Test
    void asksAgainUntilTheAnswerIsYes() {
        AtomicInteger asked = new AtomicInteger();
        Eventually.within(Duration.ofSeconds(20), "the third answer", () -> asked.incrementAndGet() == 3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void countsAFailureAsNotYet() {
        AtomicInteger asked = new AtomicInteger();
        Eventually.passesWithin(
                Duration.ofSeconds(20),
                "two",
                () -> assertThat(asked.incrementAndGet()).isEqualTo(2));
        assertThat(asked).hasValue(2);
    }

    @Test
    void namesWhatItWaitedForAndWhyItFailed() {
        assertThatThrownBy(() -> Eventually.within(SHORT, "pigs fly", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Waited PT0.06S in vain until pigs fly")
                .hasNoCause();
        assertThatThrownBy(() -> Eventually.passesWithin(
                        SHORT, "one is two", () -> assertThat(1).isEqualTo(2)))
                .hasMessage("Waited PT0.06S in vain until one is two")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void stopsAtAnInterruptionAndKeepsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Eventually.within(Duration.ofMinutes(5), "nothing", () -> false))
                .isInstanceOf(AssertionError.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
