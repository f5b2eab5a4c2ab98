package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Local copies of immutable objects, fetched in parallel. An object of the log never changes once it exists, so a copy
 * is never checked again; copies that nobody has used for a while go when the directory outgrows its bound. Safe for use
 * by several threads, and by several processes on one directory.
 */
public final class Spool implements AutoCloseable {
    /** A reader may hold the path of a copy this long before it opens it. */
    private static final Duration IN_USE = Duration.ofHours(1);

    private final ObjectStore store;
    private final Path directory;
    private final long mostBytes;
    private final InstantSource clock;
    private final ExecutorService pool;
    private final AtomicLong trimmedAtMillis = new AtomicLong(Long.MIN_VALUE);

    private Spool(ObjectStore store, Path directory, long mostBytes, InstantSource clock, ExecutorService pool) {
        this.store = store;
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.pool = pool;
    }

    /** A spool over the directory, which is created if need be, with {@code parallel} downloads at a time. */
    public static Spool over(ObjectStore store, Path directory, long mostBytes, int parallel, InstantSource clock) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create spool " + directory, e);
        }
        ExecutorService pool = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "spool");
            thread.setDaemon(true);
            return thread;
        });
        return new Spool(store, directory, mostBytes, clock, pool);
    }

    /** Where the copies lie. */
    Path directory() {
        return directory;
    }

    /** The local copies of the objects, in the order of the keys; every object must exist. */
    public List<Path> fetch(Collection<String> keys) {
        return inParallel(
                keys.stream().<Callable<Path>>map(key -> () -> fetch(key)).toList());
    }

    private Path fetch(String key) throws IOException {
        Path target = place(key);
        if (Files.exists(target)) {
            Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
            return target;
        }
        Files.createDirectories(target.getParent());
        if (!store.download(key, target)) {
            throw new VanishedFileException(
                    "Cannot spool " + key + ": it was listed and is gone at " + store.address());
        }
        return target;
    }

    /** Stores a local file create-only under the key and moves it to be the copy; somebody else's object may win. */
    Path publish(String key, Path file) {
        store.create(key, file);
        return keep(key, file);
    }

    /** Moves a local file to be the copy of an object that this machine alone has. */
    Path keep(String key, Path file) {
        try {
            Path target = place(key);
            Files.createDirectories(target.getParent());
            return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the local copy of " + key, e);
        }
    }

    /** The local copy of an object, used from now on; empty where there is none. */
    Optional<Path> copy(String key) {
        Path target = place(key);
        if (!Files.exists(target)) {
            return Optional.empty();
        }
        try {
            Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
            return Optional.of(target);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the local copy of " + key, e);
        }
    }

    /** Removes the local copies of objects that are gone from the store. */
    void forget(Collection<String> keys) {
        for (String key : keys) {
            try {
                Files.deleteIfExists(place(key));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot remove the local copy of " + key, e);
            }
        }
    }

    /** Removes the local copy of a blob that is gone from the store. */
    public void forget(Digest digest) {
        try {
            Files.deleteIfExists(blob(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the local copy of " + digest.abbreviated(), e);
        }
    }

    /** Where the local copy of a blob lies, or would lie. */
    Path blob(Digest digest) {
        Path target = directory.resolve("blobs").resolve(digest.hex());
        try {
            Files.createDirectories(target.getParent());
            if (Files.exists(target)) {
                Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use spool " + directory, e);
        }
        return target;
    }

    /** A file that is about to be written; nobody else is given the same. */
    public Scratch scratch(String extension) {
        try {
            return new Scratch(
                    Files.createDirectories(directory.resolve("scratch")).resolve(UUID.randomUUID() + extension));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create scratch space in " + directory, e);
        }
    }

    /** Runs the calls on the spool's threads and waits for all; the first failure is thrown. */
    <T> List<T> inParallel(List<Callable<T>> calls) {
        try {
            List<T> results = new ArrayList<>(calls.size());
            for (Future<T> future : pool.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Cannot wait for " + store.address() + ": interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new StoreUnavailableException("Cannot spool from " + store.address() + ": " + cause, e);
        }
    }

    /**
     * Removes the copies unused for longest until the rest fits the bound; those used within the hour stay, so that asking
     * more often than that does nothing.
     */
    public void trim() {
        Instant now = clock.instant();
        long before = trimmedAtMillis.get();
        boolean lately = before != Long.MIN_VALUE && now.toEpochMilli() - before < IN_USE.toMillis();
        if (lately || !trimmedAtMillis.compareAndSet(before, now.toEpochMilli())) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Copy> copies = files.flatMap(file -> Copy.of(file).stream())
                    .sorted(Comparator.comparing(Copy::used))
                    .toList();
            long bytes = copies.stream().mapToLong(Copy::bytes).sum();
            FileTime oldest = FileTime.from(now.minus(IN_USE));
            for (Copy copy : copies) {
                if (bytes <= mostBytes || copy.used().compareTo(oldest) > 0) {
                    return;
                }
                Files.deleteIfExists(copy.file());
                bytes -= copy.bytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot trim spool " + directory, e);
        }
    }

    private Path place(String key) {
        Path target = directory.resolve("objects").resolve(key).normalize();
        if (!target.startsWith(directory)) {
            throw new IllegalArgumentException("Invalid key: '" + key + "' leaves the spool");
        }
        return target;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private record Copy(Path file, long bytes, FileTime used) {
        /* Another process may remove a file while its directory is walked. */
        static Optional<Copy> of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.isRegularFile()
                        ? Optional.of(new Copy(file, attributes.size(), attributes.lastModifiedTime()))
                        : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look at " + file, e);
            }
        }
    }
}
