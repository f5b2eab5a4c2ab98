package dev.perennial.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreProbeTest {
    private static final String NEEDS =
            "; the registry needs exclusive create-only writes (If-None-Match: *) and reads of what was written";

    @Test
    void acceptsASoundStoreAndLeavesNothing() {
        ObjectStore store = new InMemoryObjectStore();
        assertThatCode(() -> StoreProbe.verify(store)).doesNotThrowAnyException();
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void refusesAStoreThatIgnoresTheCondition() {
        ObjectStore store = new Wrapped() {
            @Override
            public CreateOutcome create(String key, byte[] content) {
                sound.overwrite(key, content);
                return CreateOutcome.CREATED;
            }
        };
        assertThatThrownBy(() -> StoreProbe.verify(store))
                .isInstanceOf(UnfitStoreException.class)
                .hasMessage(
                        "Cannot use the store at memory: a second create of the same key was answered CREATED" + NEEDS);
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void refusesAStoreThatLooksBeforeItWrites() {
        ObjectStore store = new Wrapped() {
            private final CyclicBarrier allLooked = new CyclicBarrier(8);

            @Override
            public CreateOutcome create(String key, byte[] content) {
                if (sound.exists(key) || !key.endsWith("/a")) {
                    return sound.create(key, content);
                }
                try {
                    allLooked.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                }
                sound.overwrite(key, content);
                return CreateOutcome.CREATED;
            }
        };
        assertThatThrownBy(() -> StoreProbe.verify(store))
                .isInstanceOf(UnfitStoreException.class)
                .hasMessage("Cannot use the store at memory: 8 racing creates of one key had 8 winners" + NEEDS);
    }

    @Test
    void refusesAStoreThatReadsOldAnswers() {
        ObjectStore store = new Wrapped() {
            @Override
            public Optional<byte[]> read(String key) {
                return Optional.empty();
            }
        };
        assertThatThrownBy(() -> StoreProbe.verify(store))
                .isInstanceOf(UnfitStoreException.class)
                .hasMessage("Cannot use the store at memory: an object just written was absent after a create" + NEEDS);
    }

    @Test
    void refusesAStoreThatListsOutOfOrder() {
        ObjectStore store = new Wrapped() {
            @Override
            public List<String> list(String prefix, String startAfter, int limit) {
                List<String> keys = new ArrayList<>(sound.list(prefix, startAfter, limit));
                Collections.reverse(keys);
                return keys;
            }
        };
        assertThatThrownBy(() -> StoreProbe.verify(store))
                .isInstanceOf(UnfitStoreException.class)
                .hasMessageContaining("three keys just written were listed as [");
    }

    @Test
    void refusesAnotherLayout() {
        ObjectStore store = new InMemoryObjectStore();
        StoreLayout.claim(store);
        StoreLayout.claim(store);
        store.overwrite("perennial/format", ObjectStoreContract.bytes("{\"layout\":2}"));
        assertThatThrownBy(() -> StoreLayout.claim(store))
                .isInstanceOf(UnfitStoreException.class)
                .hasMessage("Cannot use the store at memory: its layout is {\"layout\":2}, expected {\"layout\":1}");
    }

    /** A sound store, some of whose answers a test replaces. */
    private abstract static class Wrapped implements ObjectStore {
        final ObjectStore sound = new InMemoryObjectStore();

        @Override
        public CreateOutcome create(String key, byte[] content) {
            return sound.create(key, content);
        }

        @Override
        public CreateOutcome create(String key, Path file) {
            return sound.create(key, file);
        }

        @Override
        public void overwrite(String key, byte[] content) {
            sound.overwrite(key, content);
        }

        @Override
        public Optional<byte[]> read(String key) {
            return sound.read(key);
        }

        @Override
        public boolean download(String key, Path target) {
            return sound.download(key, target);
        }

        @Override
        public boolean exists(String key) {
            return sound.exists(key);
        }

        @Override
        public List<String> list(String prefix, String startAfter, int limit) {
            return sound.list(prefix, startAfter, limit);
        }

        @Override
        public List<String> listFolders(String prefix) {
            return sound.listFolders(prefix);
        }

        @Override
        public void delete(String key) {
            sound.delete(key);
        }

        @Override
        public String address() {
            return sound.address();
        }

        @Override
        public void close() {}
    }
}
