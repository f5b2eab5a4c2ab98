package dev.perennial.benchmarks.serving;

import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store in memory that takes log files and forgets them, so that a long run does not fill the memory. */
final class DiscardingStore implements ObjectStore {
    private final InMemoryObjectStore kept = new InMemoryObjectStore();

    @Override
    public CreateOutcome create(String key, byte[] content) {
        return key.startsWith("predictions/") ? CreateOutcome.CREATED : kept.create(key, content);
    }

    @Override
    public CreateOutcome create(String key, Path file) {
        return key.startsWith("predictions/") ? CreateOutcome.CREATED : kept.create(key, file);
    }

    @Override
    public void overwrite(String key, byte[] content) {
        kept.overwrite(key, content);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return kept.read(key);
    }

    @Override
    public boolean download(String key, Path target) {
        return kept.download(key, target);
    }

    @Override
    public boolean exists(String key) {
        return kept.exists(key);
    }

    @Override
    public List<String> list(String prefix, String startAfter, int limit) {
        return kept.list(prefix, startAfter, limit);
    }

    @Override
    public List<String> listFolders(String prefix) {
        return kept.listFolders(prefix);
    }

    @Override
    public void delete(String key) {
        kept.delete(key);
    }

    @Override
    public String address() {
        return kept.address();
    }

    @Override
    public void close() {
        kept.close();
    }
}
