package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.always;
import static dev.perennial.registry.log.Drafts.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final String SNAPSHOT = "models/flight-delay/snapshots/000000000128.json";

    private final ObjectStore store = new InMemoryObjectStore();
    private final InstantSource clock = () -> Instant.EPOCH;
    private final Registry writer = new ObjectStoreRegistry(store, clock);

    private ModelState stateReadAfresh() {
        return new ObjectStoreRegistry(store, clock).state(MODEL);
    }

    @BeforeEach
    void oneHundredAndFortyEntries() {
        for (int number = 1; number <= 140; number++) {
            writer.append(MODEL, "op " + number, always(version(number)));
        }
    }

    @Test
    void isWrittenEverySixtyFourEntries() {
        assertThat(store.list("models/flight-delay/snapshots/", "", 10))
                .containsExactly("models/flight-delay/snapshots/000000000064.json", SNAPSHOT);
    }

    @Test
    void sparesReadingTheEntriesBeforeIt() {
        ModelState expected = writer.state(MODEL);
        for (long seq = 1; seq < 128; seq++) {
            store.delete(RegistryKeys.entry(MODEL, seq));
        }
        assertThat(stateReadAfresh()).isEqualTo(expected);
    }

    @Test
    void isPassedOverWhereItDoesNotFitTheChain() {
        ModelState expected = writer.state(MODEL);
        for (String wrong : List.of("{}", "not json", "")) {
            store.overwrite(SNAPSHOT, wrong.getBytes(UTF_8));
            assertThat(stateReadAfresh()).isEqualTo(expected);
        }
        byte[] other =
                store.read("models/flight-delay/snapshots/000000000064.json").orElseThrow();
        store.overwrite(SNAPSHOT, other);
        assertThat(stateReadAfresh()).isEqualTo(expected);
        String forgedHead = new String(other, UTF_8)
                .replace("\"seq\":64", "\"seq\":128")
                .replaceFirst("\"number\":7,", "\"number\":8,");
        store.overwrite(SNAPSHOT, forgedHead.getBytes(UTF_8));
        assertThat(stateReadAfresh()).isEqualTo(expected);
    }

    @Test
    void isPassedOverWhereOtherRulesMadeIt() {
        String text = new String(store.read(SNAPSHOT).orElseThrow(), UTF_8);
        assertThat(text).contains("\"fold\":2");
        String foreign = text.replace("\"fold\":2", "\"fold\":1").replace("CANDIDATE", "CHAMPION");
        store.overwrite(SNAPSHOT, foreign.getBytes(UTF_8));
        assertThat(stateReadAfresh()).isEqualTo(writer.state(MODEL));
    }

    @Test
    void isCheckedByVerify() {
        String text = new String(store.read(SNAPSHOT).orElseThrow(), UTF_8);
        String head =
                writer.history(MODEL, 128, 1).get(0).previous().orElseThrow().hex();
        store.overwrite(SNAPSHOT, text.replace(head, "0".repeat(64)).getBytes(UTF_8));
        assertThat(writer.verify(MODEL)).hasValue("the snapshot of flight-delay at entry 128 does not fit the entries");
    }
}
