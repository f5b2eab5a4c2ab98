package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final ModelName MODEL = new ModelName("flights");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Watermark watermark = new Watermark(store);

    @Test
    void isAbsentWhileNothingIsLogged() {
        assertThat(watermark.of(MODEL, Duration.ZERO)).isEmpty();
    }

    @Test
    void isTheStartOfTheGreatestHourLessTheLateness() {
        logged("2013-03-01", "22", "gw-a-1-1");
        logged("2013-03-02", "05", "gw-a-1-2");

        assertThat(watermark.of(MODEL, Duration.ofMinutes(10))).contains(Instant.parse("2013-03-02T04:50:00Z"));
    }

    @Test
    void waitsForTheSlowestGatewayButNotForOneThatIsGone() {
        logged("2013-03-01", "04", "gone-1-1");
        logged("2013-03-01", "23", "slow-1-1");
        logged("2013-03-02", "05", "fast-1-1");

        assertThat(watermark.of(MODEL, Duration.ZERO)).contains(Instant.parse("2013-03-01T23:00:00Z"));
    }

    private void logged(String day, String hour, String name) {
        store.create("predictions/model=flights/dt=" + day + "/hour=" + hour + "/" + name + ".parquet", new byte[] {1});
    }
}
