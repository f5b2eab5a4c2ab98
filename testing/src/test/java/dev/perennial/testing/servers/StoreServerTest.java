package dev.perennial.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StoreServerTest {
    @Test
    void keepsAcknowledgedObjectsAndTheirConditionOverSigkill(@TempDir Path folder) throws Exception {
        try (StoreServer store = StoreServer.start(folder)) {
            SignedBucket bucket = store.client(store.endpoint());
            assertThat(bucket.create("log/1", "first".getBytes(UTF_8))).isEqualTo(200);
            assertThat(bucket.create("log/1", "second".getBytes(UTF_8))).isEqualTo(412);

            store.kill();
            assertThat(store.isAlive()).isFalse();
            store.restart();

            assertThat(bucket.get("log/1").body()).asString(UTF_8).isEqualTo("first");
            assertThat(bucket.create("log/1", "third".getBytes(UTF_8))).isEqualTo(412);
        }
    }

    @Test
    void letsExactlyOneOfEightRacersCreateAnObject() throws Exception {
        StoreServer store = SharedStore.get();
        String key = SharedStore.freshPrefix("race") + "/entry";
        ExecutorService racers = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> racer = () -> store.client(store.endpoint()).create(key, new byte[10]);
            List<Integer> statuses =
                    racers.invokeAll(List.of(racer, racer, racer, racer, racer, racer, racer, racer)).stream()
                            .map(StoreServerTest::result)
                            .sorted()
                            .toList();
            assertThat(statuses).containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    void refusesAnotherSecret() throws Exception {
        StoreServer store = SharedStore.get();
        SignedBucket stranger = new SignedBucket(
                store.endpoint(), store.bucket(), store.accessKey(), "another", InstantSource.system());
        assertThat(stranger.put("intruder", new byte[1])).isEqualTo(403);
        assertThat(SharedStore.get()).isSameAs(store);
    }

    private static int result(Future<Integer> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }
}
