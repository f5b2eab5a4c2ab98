package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.always;
import static dev.perennial.registry.log.Drafts.noted;
import static dev.perennial.registry.log.Drafts.promoted;
import static dev.perennial.registry.log.Drafts.spec;
import static dev.perennial.registry.log.Drafts.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ObjectStoreRegistryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ObjectStore store = new InMemoryObjectStore();
    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> START.plusSeconds(seconds.incrementAndGet());
    private final Registry registry = new ObjectStoreRegistry(store, clock);

    private Registry anotherProcess() {
        return new ObjectStoreRegistry(store, clock);
    }

    @Test
    void foldsWhatWasAppended() {
        registry.append(MODEL, "a", always(spec(1)));
        registry.append(MODEL, "b", always(version(1)));
        RegistryEntry third = registry.append(MODEL, "c", always(promoted(1)));
        assertThat(third.seq()).isEqualTo(3);
        ModelState state = anotherProcess().state(MODEL);
        assertThat(state).isEqualTo(registry.state(MODEL));
        assertThat(state.seq()).isEqualTo(3);
        assertThat(state.champion()).hasValue(1);
        assertThat(anotherProcess().history(MODEL, 0, 10))
                .extracting(RegistryEntry::operation)
                .containsExactly("a", "b", "c");
        assertThat(registry.history(MODEL, 1, 1)).extracting(RegistryEntry::seq).containsExactly(2L);
        assertThat(registry.models()).containsExactly(MODEL);
        assertThat(registry.verify(MODEL)).isEmpty();
    }

    @Test
    void namesThePredecessorByTheDigestOfItsStoredBytes() {
        registry.append(MODEL, "a", always(noted()));
        RegistryEntry second = registry.append(MODEL, "b", always(noted()));
        byte[] first = store.read("models/flight-delay/log/000000000001.json").orElseThrow();
        assertThat(second.previous()).hasValue(Digest.of(first));
    }

    @Test
    void appendsAnOperationOnceEvenAfterManyOthersAndARestart() {
        RegistryEntry first = registry.append(MODEL, "retry me", always(noted()));
        for (int other = 0; other < 700; other++) {
            registry.append(MODEL, "other " + other, always(noted()));
        }
        assertThat(registry.append(MODEL, "retry me", always(noted()))).isEqualTo(first);
        assertThat(anotherProcess().append(MODEL, "retry me", always(noted()))).isEqualTo(first);
        assertThat(registry.state(MODEL).seq()).isEqualTo(701);
    }

    @Test
    void keepsRefusedEntriesOutOfTheLog() {
        assertThatThrownBy(() -> registry.append(MODEL, "a", always(promoted(1))))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Cannot use flight-delay@1: no version is registered");
        assertThat(registry.state(MODEL).seq()).isZero();
        assertThat(registry.models()).isEmpty();
    }

    @Test
    void asksTheDecisionAgainWithTheStateThatAnotherProcessMade() {
        Registry other = anotherProcess();
        List<Long> seen = new ArrayList<>();
        registry.append(MODEL, "mine", state -> {
            seen.add(state.seq());
            if (state.seq() == 0) {
                other.append(MODEL, "theirs", always(noted()));
            }
            return Drafts.of(noted());
        });
        assertThat(seen).containsExactly(0L, 1L);
        assertThat(registry.history(MODEL, 0, 9))
                .extracting(RegistryEntry::operation)
                .containsExactly("theirs", "mine");
    }

    @Test
    void hasOneWinnerPerNumberAmongRacingProcesses() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<RegistryEntry>> racers = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                Registry own = anotherProcess();
                int number = racer;
                for (int turn = 0; turn < 10; turn++) {
                    String operation = number + "/" + turn;
                    racers.add(() -> own.append(MODEL, operation, always(noted())));
                }
            }
            TreeSet<Long> numbers = new TreeSet<>();
            for (Future<RegistryEntry> appended : threads.invokeAll(racers)) {
                numbers.add(appended.get().seq());
            }
            assertThat(numbers).hasSize(80);
            assertThat(numbers.first()).isEqualTo(1);
            assertThat(numbers.last()).isEqualTo(80);
            assertThat(anotherProcess().verify(MODEL)).isEmpty();
            List<Registry.FeedLine> feed = registry.feed(0, 1000);
            assertThat(feed).extracting(Registry.FeedLine::logSeq).containsAll(numbers);
            assertThat(feed.get(feed.size() - 1).seq()).isEqualTo(feed.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void raisesVersionNumbersOncePerRacingRegistration() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<RegistryEntry>> racers = new ArrayList<>();
            for (int racer = 0; racer < 6; racer++) {
                Registry own = anotherProcess();
                String operation = "register " + racer;
                racers.add(() -> own.append(
                        MODEL,
                        operation,
                        state -> Drafts.of(version(state.versions().size() + 1))));
            }
            for (Future<RegistryEntry> appended : threads.invokeAll(racers)) {
                appended.get();
            }
            assertThat(registry.state(MODEL).versions())
                    .extracting(ModelState.RegisteredVersion::number)
                    .containsExactly(1, 2, 3, 4, 5, 6);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void recallsTheStateAtEveryInstant() {
        List<ModelState> states = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (int number = 1; number <= 150; number++) {
            times.add(registry.append(MODEL, "op " + number, always(version(number)))
                    .recordedAt());
            states.add(registry.state(MODEL));
        }
        Registry other = anotherProcess();
        for (int index : new int[] {0, 1, 62, 63, 64, 100, 148, 149}) {
            assertThat(other.stateAt(MODEL, times.get(index))).isEqualTo(states.get(index));
            assertThat(other.stateAt(MODEL, times.get(index).minusMillis(1)).seq())
                    .isEqualTo(index);
        }
        assertThat(other.stateAt(MODEL, START).seq()).isZero();
    }

    @Test
    void neverRecordsBeforeThePredecessor() {
        seconds.set(1_000_000);
        Instant first = registry.append(MODEL, "a", always(noted())).recordedAt();
        seconds.set(0);
        assertThat(registry.append(MODEL, "b", always(noted())).recordedAt()).isEqualTo(first);
    }

    @Test
    void followsTheFeed() {
        ModelName other = new ModelName("fare");
        registry.append(MODEL, "a", always(noted()));
        anotherProcess().append(other, "a", always(noted()));
        registry.append(MODEL, "b", always(noted()));
        assertThat(anotherProcess().feed(0, 10))
                .containsExactly(
                        new Registry.FeedLine(1, MODEL, 1),
                        new Registry.FeedLine(2, other, 1),
                        new Registry.FeedLine(3, MODEL, 2));
        assertThat(registry.feed(2, 10)).hasSize(1);
        assertThat(registry.feed(1, 1)).containsExactly(new Registry.FeedLine(2, other, 1));
        assertThat(registry.models()).containsExactly(other, MODEL);
    }

    @Test
    void findsBlobsByDigestAndRefusesDamagedOnes(@TempDir Path folder) throws IOException {
        Digest digest = registry.putBlob("weights".getBytes(UTF_8));
        assertThat(registry.putBlob("weights".getBytes(UTF_8))).isEqualTo(digest);
        assertThat(registry.blob(digest)).hasValue("weights".getBytes(UTF_8));
        Path target = folder.resolve("model");
        assertThat(registry.blob(digest, target)).isTrue();
        assertThat(target).hasContent("weights");
        assertThat(registry.putBlob(target)).isEqualTo(digest);
        assertThat(registry.blob(Digest.of("absent"))).isEmpty();
        assertThat(registry.blob(Digest.of("absent"), target)).isFalse();

        store.overwrite("blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest, "w3ights".getBytes(UTF_8));
        Files.delete(target);
        String message = "Cannot use blob " + digest + ": its bytes have digest "
                + Digest.of("w3ights").abbreviated();
        assertThatThrownBy(() -> registry.blob(digest))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> registry.blob(digest, target))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessage(message);
        assertThat(folder).isEmptyDirectory();
    }
}
