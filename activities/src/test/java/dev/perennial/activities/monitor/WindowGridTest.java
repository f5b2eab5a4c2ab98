package dev.perennial.activities.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.MonitorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowGridTest {
    private static final Instant FROM = Instant.parse("2013-03-01T10:30:00Z");

    @Test
    void windowsFollowOneAnotherFromTheNextMidnight() {
        WindowGrid grid = grid(Duration.ofDays(7), Duration.ofDays(7));

        assertThat(grid.between(Optional.empty(), Instant.parse("2013-03-16T00:00:00Z"), 9))
                .containsExactly(TimeWindow.parse("2013-03-02T00:00Z/P7D"), TimeWindow.parse("2013-03-09T00:00Z/P7D"));
        assertThat(grid.between(Optional.empty(), Instant.parse("2013-03-08T23:59:59Z"), 9))
                .isEmpty();
    }

    @Test
    void onlyWindowsAfterTheNewestJudgedOneAreDueAndAtMostAFew() {
        WindowGrid grid = grid(Duration.ofDays(1), Duration.ofDays(7));

        assertThat(grid.between(
                        Optional.of(Instant.parse("2013-03-10T00:00:00Z")), Instant.parse("2014-01-01T00:00:00Z"), 2))
                .containsExactly(TimeWindow.parse("2013-03-04T00:00Z/P7D"), TimeWindow.parse("2013-03-05T00:00Z/P7D"));
    }

    @Test
    void aNewestJudgedWindowOffTheGridSkipsNone() {
        WindowGrid grid = grid(Duration.ofDays(7), Duration.ofDays(7));

        assertThat(grid.between(
                        Optional.of(Instant.parse("2013-03-11T00:00:00Z")), Instant.parse("2013-03-20T00:00:00Z"), 9))
                .containsExactly(TimeWindow.parse("2013-03-09T00:00Z/P7D"));
    }

    @Test
    void windowsThatOverlapShareAChallengerThatSawNoneOfThem() {
        WindowGrid grid = grid(Duration.ofDays(1), Duration.ofDays(7));

        assertThat(grid.challengerAsOf(TimeWindow.parse("2013-03-04T00:00Z/P7D")))
                .isEqualTo(grid.challengerAsOf(TimeWindow.parse("2013-03-08T00:00Z/P7D")))
                .isEqualTo(Instant.parse("2013-03-02T00:00:00Z"));
        assertThat(grid.challengerAsOf(TimeWindow.parse("2013-03-09T00:00Z/P7D")))
                .isEqualTo(Instant.parse("2013-03-09T00:00:00Z"));
        assertThat(grid.challengerAsOf(TimeWindow.parse("2013-02-25T00:00Z/P7D")))
                .isEqualTo(Instant.parse("2013-02-23T00:00:00Z"));
    }

    private static WindowGrid grid(Duration every, Duration length) {
        return WindowGrid.of(
                FROM, new MonitorSpec(every, length, Duration.ofSeconds(1), Duration.ofHours(1), 0.1, 0.05));
    }
}
