package dev.perennial.serving.gateway;

import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An object store in memory that can be down, can lose the answer of a write, and remembers what was created in order. */
public final class SwitchableStore implements ObjectStore {
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<String> created = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean losesAnswers;

    public void down() {
        down = true;
    }

    public void up() {
        down = false;
        losesAnswers = false;
    }

    /** Writes happen from now on, but nobody hears of it. */
    public void loseAnswers() {
        losesAnswers = true;
    }

    /** How many requests met the store while it was down or lost its answers. */
    public int refused() {
        return refused.get();
    }

    /** The keys of prediction and label files in the order in which they were created. */
    public List<String> createdLogFiles() {
        return created.stream()
                .filter(key -> key.startsWith("predictions/") || key.startsWith("labels/"))
                .toList();
    }

    /** Copies all log files below a folder, for DuckDB. */
    public Path copyLog(Path folder) {
        List<String> keys = new ArrayList<>(objects.list("predictions/", "", 100_000));
        keys.addAll(objects.list("labels/", "", 100_000));
        keys.addAll(objects.list("feedback/", "", 100_000));
        keys.addAll(objects.list("quarantine/", "", 100_000));
        for (String key : keys) {
            try {
                Path target = folder.resolve(key);
                Files.createDirectories(target.getParent());
                Files.write(target, objects.read(key).orElseThrow());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder;
    }

    private ObjectStore reach() {
        if (down) {
            throw unavailable();
        }
        return objects;
    }

    private StoreUnavailableException unavailable() {
        refused.incrementAndGet();
        return new StoreUnavailableException("Cannot reach the store: it is down", new IOException("refused"));
    }

    @Override
    public CreateOutcome create(String key, byte[] content) {
        CreateOutcome outcome = reach().create(key, content);
        if (outcome == CreateOutcome.CREATED) {
            created.add(key);
        }
        if (losesAnswers) {
            throw unavailable();
        }
        return outcome;
    }

    @Override
    public CreateOutcome create(String key, Path file) {
        try {
            return create(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void overwrite(String key, byte[] content) {
        reach().overwrite(key, content);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return reach().read(key);
    }

    @Override
    public boolean download(String key, Path target) {
        return reach().download(key, target);
    }

    @Override
    public boolean exists(String key) {
        return reach().exists(key);
    }

    @Override
    public List<String> list(String prefix, String startAfter, int limit) {
        return reach().list(prefix, startAfter, limit);
    }

    @Override
    public List<String> listFolders(String prefix) {
        return reach().listFolders(prefix);
    }

    @Override
    public void delete(String key) {
        reach().delete(key);
    }

    @Override
    public String address() {
        return "memory";
    }

    @Override
    public void close() {
        objects.close();
    }
}
