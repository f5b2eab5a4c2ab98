package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.always;
import static dev.perennial.registry.log.Drafts.noted;
import static dev.perennial.registry.log.Drafts.promoted;
import static dev.perennial.registry.log.Drafts.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when somebody changes the stored log behind the registry's back. */
final class LogIntegrityTest {
    private final ObjectStore store = new InMemoryObjectStore();
    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> Instant.EPOCH.plusSeconds(seconds.incrementAndGet());
    private final Registry warm = new ObjectStoreRegistry(store, clock);

    private Registry cold() {
        return new ObjectStoreRegistry(store, clock);
    }

    private static String key(long seq) {
        return RegistryKeys.entry(MODEL, seq);
    }

    private byte[] stored(long seq) {
        return store.read(key(seq)).orElseThrow();
    }

    private void edit(long seq, String from, String to) {
        String text = new String(stored(seq), UTF_8);
        assertThat(text).contains(from);
        store.overwrite(key(seq), text.replace(from, to).getBytes(UTF_8));
    }

    private void assertFound(String misfit) {
        assertThat(cold().verify(MODEL)).hasValue(misfit);
        assertThat(warm.verify(MODEL)).hasValue(misfit);
    }

    @BeforeEach
    void sixEntries() {
        warm.append(MODEL, "op 1", always(version(1)));
        warm.append(MODEL, "op 2", always(promoted(1)));
        for (int number = 3; number <= 6; number++) {
            warm.append(MODEL, "op " + number, always(noted()));
        }
        assertThat(cold().verify(MODEL)).isEmpty();
        assertThat(warm.verify(MODEL)).isEmpty();
    }

    @Test
    void findsAnEditedEntry() {
        Digest original = Digest.of(stored(4));
        edit(4, "because", "for no reason");
        assertFound("entry 5 of flight-delay does not fit: its predecessor has digest "
                + Digest.of(stored(4)).abbreviated() + ", it names " + original.abbreviated());
        assertThatThrownBy(() -> cold().state(MODEL))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessageStartingWith("Cannot read the log: entry 5 of flight-delay does not fit: ");
        assertThat(warm.state(MODEL).seq()).isEqualTo(6);
    }

    @Test
    void findsADeletedEntry() {
        store.delete(key(4));
        assertFound("entry 4 of flight-delay is missing");
        assertThatThrownBy(() -> cold().state(MODEL))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessage("Cannot read the log of flight-delay: entry 4 is missing, later ones exist");
        assertThatThrownBy(() -> cold().append(MODEL, "op 7", always(noted())))
                .isInstanceOf(DamagedRegistryException.class);
    }

    @Test
    void findsADeletedFirstEntry() {
        store.delete(key(1));
        assertFound("entry 1 of flight-delay is missing");
        assertThatThrownBy(() -> cold().append(MODEL, "op 7", always(noted())))
                .isInstanceOf(DamagedRegistryException.class);
    }

    @Test
    void findsSwappedEntries() {
        byte[] third = stored(3);
        byte[] fourth = stored(4);
        store.overwrite(key(3), fourth);
        store.overwrite(key(4), third);
        assertFound("entry 3 of flight-delay does not fit: it calls itself entry 4");
    }

    @Test
    void findsAnEntryOfAnotherModel() {
        ModelName other = new ModelName("fare");
        for (int number = 1; number <= 3; number++) {
            warm.append(other, "op " + number, always(noted()));
        }
        store.overwrite(key(3), store.read(RegistryKeys.entry(other, 3)).orElseThrow());
        assertFound("entry 3 of flight-delay does not fit: it belongs to model fare");
    }

    @Test
    void findsBytesThatAreNoEntry() {
        store.overwrite(key(2), "{}".getBytes(UTF_8));
        assertFound("entry 2 of flight-delay does not fit: it cannot be read as an entry");
        store.overwrite(key(2), "half of".getBytes(UTF_8));
        assertFound("entry 2 of flight-delay does not fit: it cannot be read as an entry");
    }

    @Test
    void findsAForgedEntryThatTheRulesForbid() {
        edit(2, "\"champion-promoted\",\"version\":1", "\"champion-promoted\",\"version\":7");
        assertFound("entry 2 of flight-delay does not fit: it cannot follow: Cannot use flight-delay@7: "
                + "the registered versions are 1 to 1");
    }

    @Test
    void findsAStrayObject() {
        store.overwrite("models/flight-delay/log/000000000003.json.bak", "x".getBytes(UTF_8));
        assertFound("a stray object stands among the entries of flight-delay: "
                + "models/flight-delay/log/000000000003.json.bak");
    }

    @Test
    void aLogThatGrowsWhileItIsReadIsNotDamaged() {
        ObjectStore growing = (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (answer instanceof List<?> page
                            && page.isEmpty()
                            && RegistryKeys.log(MODEL).equals(arguments[0])) {
                        warm.append(MODEL, "op 7", always(noted()));
                    }
                    return answer;
                });

        assertThat(new ObjectStoreRegistry(growing, clock).verify(MODEL)).isEmpty();
        assertThat(warm.state(MODEL).seq()).isEqualTo(7);
    }

    @Test
    void findsALostEndByTheFeedAndByWhatWasRead() {
        store.delete(key(6));
        assertThat(cold().verify(MODEL)).hasValue("entry 6 of flight-delay is missing, the feed names entry 6");
        assertThat(warm.verify(MODEL)).hasValue("entry 6 of flight-delay is missing, it was read before");
    }

    @Test
    void findsAnEditedEndThatItHadRead() {
        edit(6, "because", "for no reason");
        assertThat(warm.verify(MODEL)).hasValue("an entry of flight-delay up to 6 changed after it was read");
    }

    @Test
    void neverGoesBackWithTheStore() {
        store.delete(key(6));
        store.delete(key(5));
        assertThat(warm.state(MODEL).seq()).isEqualTo(6);
        assertThatThrownBy(() -> warm.append(MODEL, "op 7", always(noted())))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessage("Cannot append to the log of flight-delay: entry 6 is gone after it was read");
        edit(4, "because", "for no reason");
        assertThat(store.exists(key(7))).isFalse();
    }

    @Test
    void refusesToAppendAfterAHeadThatChanged() {
        edit(6, "because", "for no reason");
        assertThatThrownBy(() -> warm.append(MODEL, "op 7", always(noted())))
                .isInstanceOf(DamagedRegistryException.class)
                .hasMessage("Cannot append to the log of flight-delay: entry 6 changed after it was read");
    }

    @Test
    void readsOnEntriesOfANewerVersionAndKeepsTheChain() {
        String newer = new String(stored(6), UTF_8)
                .replace("\"kind\":\"noted\"", "\"kind\":\"sent-to-the-moon\"")
                .replace("\"seq\":6", "\"seq\":7")
                .replace("\"op 6\"", "\"op 7\"")
                .replaceFirst("\"previous\":\"[0-9a-f]{64}\"", "\"previous\":\"" + Digest.of(stored(6)) + "\"");
        store.create(key(7), newer.getBytes(UTF_8));
        assertThat(warm.state(MODEL).head()).hasValue(Digest.of(newer));
        warm.append(MODEL, "op 8", always(noted()));
        assertThat(cold().verify(MODEL)).isEmpty();
        assertThat(cold().state(MODEL)).isEqualTo(warm.state(MODEL));
    }

    @Test
    void refusesAnUnknownChangeAsADraft() {
        assertThatThrownBy(() -> warm.append(MODEL, "op 7", always(new RegistryChange.Unknown())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid entry: an unknown change can be read but not written");
    }
}
