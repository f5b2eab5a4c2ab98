package dev.perennial.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every implementation of the port does alike. */
@Timeout(120)
abstract class ObjectStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final String home = "contract/" + UUID.randomUUID() + "/";

    abstract ObjectStore store();

    @Test
    void createsOnlyWhatIsAbsent() {
        String key = home + "once";
        assertThat(store().create(key, bytes("first"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(store().create(key, bytes("other"))).isEqualTo(CreateOutcome.CONFLICT);
        assertThat(store().create(key, bytes("first"))).isEqualTo(CreateOutcome.IDENTICAL);
        assertThat(store().read(key)).hasValue(bytes("first"));
    }

    @Test
    void hasOneWinnerAmongEightRacers() throws Exception {
        String key = home + "race";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<CreateOutcome>> racers = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                byte[] content = bytes("racer " + racer);
                racers.add(() -> store().create(key, content));
            }
            List<CreateOutcome> outcomes = new ArrayList<>();
            for (Future<CreateOutcome> outcome : threads.invokeAll(racers)) {
                outcomes.add(outcome.get());
            }
            assertThat(Collections.frequency(outcomes, CreateOutcome.CONFLICT)).isEqualTo(7);
            int winner = outcomes.indexOf(
                    outcomes.contains(CreateOutcome.CREATED) ? CreateOutcome.CREATED : CreateOutcome.IDENTICAL);
            assertThat(store().read(key)).hasValue(bytes("racer " + winner));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void createsFromFilesUnderTheSameRule() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "content");
        String key = home + "from file";
        assertThat(store().create(key, file)).isEqualTo(CreateOutcome.CREATED);
        assertThat(store().create(key, file)).isEqualTo(CreateOutcome.IDENTICAL);
        Files.writeString(file, "other");
        assertThat(store().create(key, file)).isEqualTo(CreateOutcome.CONFLICT);
        assertThat(store().read(key)).hasValue(bytes("content"));
    }

    @Test
    void neverOverwritesWithSeventyMegabytes() throws IOException {
        Path file = folder.resolve("large");
        byte[] content = new byte[70 << 20];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        String key = home + "large";
        assertThat(store().create(key, file)).isEqualTo(CreateOutcome.CREATED);
        content[0]++;
        Files.write(file, content);
        assertThat(store().create(key, file)).isEqualTo(CreateOutcome.CONFLICT);
        content[0]--;
        Path copy = folder.resolve("copy");
        assertThat(store().download(key, copy)).isTrue();
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
    }

    @Test
    void storesEmptyObjects() {
        assertThat(store().create(home + "empty", new byte[0])).isEqualTo(CreateOutcome.CREATED);
        assertThat(store().read(home + "empty")).hasValue(new byte[0]);
    }

    @Test
    void overwritesWhatMayBeLost() {
        store().overwrite(home + "mark", bytes("old"));
        store().overwrite(home + "mark", bytes("new"));
        assertThat(store().read(home + "mark")).hasValue(bytes("new"));
    }

    @Test
    void saysWhatIsAbsent() {
        assertThat(store().read(home + "nothing")).isEmpty();
        assertThat(store().exists(home + "nothing")).isFalse();
        assertThat(store().download(home + "nothing", folder.resolve("nothing")))
                .isFalse();
        assertThat(folder).isEmptyDirectory();
        assertThat(store().list(home + "nothing/", "", 10)).isEmpty();
        assertThat(store().listFolders(home + "nothing/")).isEmpty();
    }

    @Test
    void deletesTwice() {
        store().overwrite(home + "gone", bytes("x"));
        assertThat(store().exists(home + "gone")).isTrue();
        store().delete(home + "gone");
        store().delete(home + "gone");
        assertThat(store().exists(home + "gone")).isFalse();
    }

    @Test
    void listsInOrderAfterAKeyUpToALimit() {
        for (int number : new int[] {3, 1, 2, 5, 4}) {
            store().overwrite(home + "log/00" + number + ".json", bytes("x"));
        }
        store().overwrite(home + "other/001.json", bytes("x"));
        assertThat(store().list(home + "log/", "", 10))
                .containsExactly(
                        home + "log/001.json",
                        home + "log/002.json",
                        home + "log/003.json",
                        home + "log/004.json",
                        home + "log/005.json");
        assertThat(store().list(home + "log/", home + "log/002.json", 2))
                .containsExactly(home + "log/003.json", home + "log/004.json");
        assertThat(store().list(home + "log/", home + "log/005.json", 2)).isEmpty();
    }

    @Test
    void listsFolders() {
        store().overwrite(home + "p/model=b/dt=2013-01-01/x", bytes("x"));
        store().overwrite(home + "p/model=a/dt=2013-01-01/x", bytes("x"));
        store().overwrite(home + "p/model=a/dt=2013-01-02/x", bytes("x"));
        store().overwrite(home + "p/plain", bytes("x"));
        assertThat(store().listFolders(home + "p/")).containsExactly("model=a/", "model=b/");
        assertThat(store().listFolders(home + "p/model=a/")).containsExactly("dt=2013-01-01/", "dt=2013-01-02/");
    }

    @Test
    void passesTheProbe() {
        StoreProbe.verify(store());
        assertThat(store().list("perennial/probe/", "", 10)).isEmpty();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
