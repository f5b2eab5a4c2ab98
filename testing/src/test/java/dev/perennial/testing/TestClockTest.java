package dev.perennial.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TestClockTest {
    @Test
    void standsStillUntilMovedAndMovesItsViewsInOtherZones() {
        TestClock clock = TestClock.at("2013-03-01T00:00:00Z");
        Clock inNewYork = clock.withZone(ZoneId.of("America/New_York"));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2013-03-01T00:00:00Z"));

        clock.advance(Duration.ofHours(1)).advance(Duration.ofMinutes(-30));

        assertThat(inNewYork.instant()).isEqualTo(Instant.parse("2013-03-01T00:30:00Z"));
        assertThat(inNewYork.getZone()).isEqualTo(ZoneId.of("America/New_York"));
    }
}
