package dev.perennial.registry.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An object store in this process's memory, for tests and simulations: it passes the same contract as the S3 adapter and
 * is gone with the process. Safe for use by several threads.
 */
public final class InMemoryObjectStore implements ObjectStore {
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public CreateOutcome create(String key, byte[] content) {
        byte[] standing = objects.putIfAbsent(key, content.clone());
        if (standing == null) {
            return CreateOutcome.CREATED;
        }
        return Arrays.equals(standing, content) ? CreateOutcome.IDENTICAL : CreateOutcome.CONFLICT;
    }

    @Override
    public CreateOutcome create(String key, Path file) {
        try {
            return create(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.getFileName() + " to store it as " + key, e);
        }
    }

    @Override
    public void overwrite(String key, byte[] content) {
        objects.put(key, content.clone());
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public boolean download(String key, Path target) {
        Optional<byte[]> content = read(key);
        if (content.isEmpty()) {
            return false;
        }
        try {
            Path part = Files.createTempFile(target.toAbsolutePath().getParent(), target.getFileName() + ".", ".part");
            Files.write(part, content.get());
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target.getFileName() + " from " + key, e);
        }
    }

    @Override
    public boolean exists(String key) {
        return objects.containsKey(key);
    }

    @Override
    public List<String> list(String prefix, String startAfter, int limit) {
        return objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .filter(key -> key.compareTo(startAfter) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public List<String> listFolders(String prefix) {
        TreeSet<String> folders = new TreeSet<>();
        for (String key : list(prefix, "", Integer.MAX_VALUE)) {
            int slash = key.indexOf('/', prefix.length());
            if (slash >= 0) {
                folders.add(key.substring(prefix.length(), slash + 1));
            }
        }
        return List.copyOf(folders);
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public String address() {
        return "memory";
    }

    @Override
    public void close() {}
}
