package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.registry.store.TestStores;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.StoreServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KilledStoreTest {
    private static final int OPERATIONS = 60;

    @Test
    void losesAndDoublesNoEntryWhenTheStoreIsKilledUnderAppends(@TempDir Path folder) throws InterruptedException {
        try (StoreServer server = StoreServer.start(folder);
                S3ObjectStore store = new S3ObjectStore(
                        TestStores.settings(server, server.endpoint(), "killed"), TestStores.IMPATIENT, () -> 0.5)) {
            Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
            AtomicInteger done = new AtomicInteger();
            AtomicInteger unknownOutcomes = new AtomicInteger();
            Thread writer = new Thread(() -> {
                while (done.get() < OPERATIONS) {
                    try {
                        registry.append(
                                MODEL,
                                "register " + (done.get() + 1),
                                state -> Drafts.of(version(state.versions().size() + 1)));
                        done.incrementAndGet();
                    } catch (StoreUnavailableException e) {
                        unknownOutcomes.incrementAndGet();
                    }
                }
            });
            writer.start();
            for (int kill = 1; kill <= 2; kill++) {
                awaitProgress(done, kill * OPERATIONS / 4);
                server.kill();
                awaitProgress(unknownOutcomes, kill);
                server.restart();
            }
            writer.join();

            assertThat(done).hasValue(OPERATIONS);
            assertThat(unknownOutcomes.get()).isGreaterThanOrEqualTo(2);
            List<String> expected = IntStream.rangeClosed(1, OPERATIONS)
                    .mapToObj(number -> "register " + number)
                    .toList();
            Registry fresh = new ObjectStoreRegistry(store, InstantSource.system());
            assertThat(fresh.history(MODEL, 0, 1000))
                    .extracting(RegistryEntry::operation)
                    .isEqualTo(expected);
            assertThat(fresh.verify(MODEL)).isEmpty();
        }
    }

    private static void awaitProgress(AtomicInteger counter, int least) {
        Eventually.within(Duration.ofSeconds(40), "the count reached " + least, () -> counter.get() >= least);
    }
}
