package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.always;
import static dev.perennial.registry.log.Drafts.noted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.registry.store.TestStores;
import dev.perennial.testing.faults.Fault;
import dev.perennial.testing.faults.FaultyProxy;
import dev.perennial.testing.faults.Injection;
import dev.perennial.testing.faults.ProxiedRequest;
import dev.perennial.testing.servers.SharedStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RegistryOnRealStoreTest {
    private final InstantSource clock = InstantSource.system();
    private final FaultyProxy proxy = FaultyProxy.before(SharedStore.get().endpoint());
    private final String prefix = SharedStore.freshPrefix("registry");
    private final ObjectStore faultyStore = TestStores.through(proxy.endpoint(), prefix);
    private final ObjectStore directStore = TestStores.through(SharedStore.get().endpoint(), prefix);
    private final Registry faulty = new ObjectStoreRegistry(faultyStore, clock);
    private final Registry direct = new ObjectStoreRegistry(directStore, clock);

    @AfterEach
    void close() {
        faultyStore.close();
        directStore.close();
        proxy.close();
    }

    private static boolean isEntry(ProxiedRequest request) {
        return request.createsOnly() && request.path().contains("/log/");
    }

    @Test
    void appendsOnceThoughEveryAnswerIsLost() {
        faulty.append(MODEL, "clean", always(noted()));
        Injection lost = proxy.inject(Fault.loseAnswer(), 5, RegistryOnRealStoreTest::isEntry);
        for (int number = 0; number < 5; number++) {
            faulty.append(MODEL, "op " + number, always(noted()));
        }
        assertThat(lost.fired()).isEqualTo(5);
        assertThat(direct.history(MODEL, 0, 100))
                .extracting(RegistryEntry::operation)
                .containsExactly("clean", "op 0", "op 1", "op 2", "op 3", "op 4");
        assertThat(direct.verify(MODEL)).isEmpty();
    }

    @Test
    void recognisesAnOperationWhoseOutcomeItNeverLearnt() {
        // The entry lands, and no read gets through until patience is over: the caller cannot know and asks again.
        Injection lost = proxy.inject(Fault.loseAnswer(), 1, RegistryOnRealStoreTest::isEntry);
        Injection mute = proxy.inject(
                Fault.answer(503, "SlowDown"),
                9,
                request -> lost.fired() > 0 && request.path().contains("/log/"));
        assertThatThrownBy(() -> faulty.append(MODEL, "promote", always(noted())))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(mute.fired()).isEqualTo(9);
        proxy.heal();
        assertThat(faulty.append(MODEL, "promote", always(noted())).seq()).isOne();
        assertThat(direct.history(MODEL, 0, 10)).hasSize(1);
        assertThat(direct.feed(0, 10)).containsExactly(new Registry.FeedLine(1, MODEL, 1));
    }

    @Test
    void appendsThoughTheFeedCannotBeWritten() {
        Injection broken = proxy.inject(
                Fault.answer(503, "SlowDown"),
                5,
                request -> request.createsOnly() && request.path().contains("/feed/"));
        faulty.append(MODEL, "a", always(noted()));
        assertThat(broken.fired()).isEqualTo(5);
        faulty.append(MODEL, "b", always(noted()));
        assertThat(direct.state(MODEL).seq()).isEqualTo(2);
        assertThat(direct.feed(0, 10)).containsExactly(new Registry.FeedLine(1, MODEL, 2));
    }

    @Test
    void hasOneWinnerPerNumberAmongEightRacers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> racers = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                Registry own = new ObjectStoreRegistry(directStore, clock);
                String operation = "racer " + racer;
                racers.add(() -> own.append(MODEL, operation, always(noted())).seq());
            }
            TreeSet<Long> numbers = new TreeSet<>();
            for (Future<Long> appended : threads.invokeAll(racers)) {
                numbers.add(appended.get());
            }
            assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(direct.verify(MODEL)).isEmpty();
            assertThat(direct.models()).containsExactly(MODEL);
        } finally {
            threads.shutdownNow();
        }
    }
}
