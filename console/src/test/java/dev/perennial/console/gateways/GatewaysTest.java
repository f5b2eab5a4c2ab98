package dev.perennial.console.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewaysTest {
    private static final ModelName MODEL = new ModelName("risk");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final TestClock clock = TestClock.at("2026-01-01T00:00:10Z");
    private final Gateways gateways = new Gateways(store, clock);

    private void mark(String instance, long logSeq, String problem, String at) {
        store.overwrite(
                "gateways/" + instance + ".json",
                ("{\"instance\":\"" + instance + "\",\"url\":\"http://" + instance + "\",\"epoch\":1,\"at\":\"" + at
                                + "\",\"follows\":{\"risk\":{\"logSeq\":" + logSeq
                                + ",\"champion\":1,\"versionsLoaded\":[1],\"problem\":" + problem + "}}}")
                        .getBytes(UTF_8));
    }

    @Test
    void saysWhichFollowAndWhichDoNot() {
        mark("ahead", 8, "null", "2026-01-01T00:00:05Z");
        mark("behind", 6, "null", "2026-01-01T00:00:05Z");
        mark("stuck", 7, "\"version 2 cannot be loaded\"", "2026-01-01T00:00:05Z");
        mark("dead", 1, "null", "2025-12-31T23:59:00Z");

        List<Gateways.Progress> progress = gateways.awaitFollowing(MODEL, 7, Duration.ofMillis(100));

        assertThat(progress)
                .extracting(Gateways.Progress::instance, Gateways.Progress::follows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ahead", true),
                        org.assertj.core.groups.Tuple.tuple("behind", false),
                        org.assertj.core.groups.Tuple.tuple("stuck", false));
    }

    @Test
    void waitsForTheLastToFollow() {
        mark("slow", 6, "null", "2026-01-01T00:00:05Z");
        CompletableFuture<List<Gateways.Progress>> waiting =
                CompletableFuture.supplyAsync(() -> gateways.awaitFollowing(MODEL, 7, Duration.ofSeconds(30)));
        assertThat(waiting).isNotDone();

        mark("slow", 7, "null", "2026-01-01T00:00:06Z");

        assertThat(waiting.join()).allMatch(Gateways.Progress::follows);
    }

    @Test
    void aGatewayThatServesOtherModelsIsNotWaitedFor() {
        mark("other", 1, "null", "2026-01-01T00:00:05Z");

        assertThat(gateways.awaitFollowing(new ModelName("price"), 7, Duration.ofSeconds(30)))
                .isEmpty();
    }
}
