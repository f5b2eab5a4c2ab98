package dev.perennial.registry.store;

import dev.perennial.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of blobs that were fetched once, named by their digests. A blob is checked when it is fetched and again when a
 * process first uses it; a damaged one is fetched anew. The folder survives restarts and serves without the store. Beyond the
 * upper size the blobs used longest ago are deleted, never the one just asked for. Safe for use by several threads of
 * one process.
 */
public final class LocalBlobCache {
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");
    private static final String PART = ".part";

    private final Path folder;
    private final long mostBytes;
    private final Source source;
    private final InstantSource clock;
    private final Set<Digest> checked = new HashSet<>();

    /** Where blobs come from: {@code registry::blob}. */
    @FunctionalInterface
    public interface Source {
        /** Downloads the blob to the file; false if there is none. */
        boolean download(Digest digest, Path target);
    }

    /** A cache in this folder, which is made if absent; {@code clock} orders uses. */
    public LocalBlobCache(Path folder, long mostBytes, Source source, InstantSource clock) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("Invalid cache size: " + mostBytes + " bytes, expected 1 or more");
        }
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.source = source;
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            deleteLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the cache folder " + folder, e);
        }
    }

    /** What a process left that was killed while it fetched. */
    private void deleteLeftovers() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "fetch-*" + PART)) {
            for (Path part : parts) {
                Files.delete(part);
            }
        }
    }

    /** The blob's file, fetched if it is not here yet; empty if the source has none. */
    public synchronized Optional<Path> fetch(Digest digest) {
        try {
            Optional<Path> here = whole(digest);
            if (here.isPresent()) {
                return here;
            }
            Path part = Files.createTempFile(folder, "fetch-", PART);
            try {
                if (!source.download(digest, part)) {
                    return Optional.empty();
                }
                Digest actual = Digest.of(part);
                if (!actual.equals(digest)) {
                    throw new IOException("the bytes fetched have digest " + actual.abbreviated());
                }
                Path target = file(digest);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                checked.add(digest);
                use(target);
                evict(target);
                return Optional.of(target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot cache blob " + digest + " in " + folder, e);
        }
    }

    /** The blob's file if it is here and whole; the source is not asked. */
    public synchronized Optional<Path> cached(Digest digest) {
        try {
            return whole(digest);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read blob " + digest + " in " + folder, e);
        }
    }

    /** The blob's bytes, fetched if they are not here yet; empty if the source has none. */
    public synchronized Optional<byte[]> read(Digest digest) {
        Optional<Path> here = fetch(digest);
        try {
            return here.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(here.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read blob " + digest + " in " + folder, e);
        }
    }

    private Optional<Path> whole(Digest digest) throws IOException {
        Path file = file(digest);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!checked.contains(digest)) {
            if (!Digest.of(file).equals(digest)) {
                Files.delete(file);
                return Optional.empty();
            }
            checked.add(digest);
        }
        use(file);
        return Optional.of(file);
    }

    private void use(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    private void evict(Path justUsed) throws IOException {
        List<Path> blobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> BLOB.matcher(file.getFileName().toString()).matches())
                    .forEach(blobs::add);
        }
        long total = 0;
        for (Path blob : blobs) {
            total += Files.size(blob);
        }
        blobs.remove(justUsed);
        blobs.sort(Comparator.comparing(LocalBlobCache::lastUsed).thenComparing(Comparator.naturalOrder()));
        for (Path blob : blobs) {
            if (total <= mostBytes) {
                return;
            }
            total -= Files.size(blob);
            Files.delete(blob);
            checked.remove(new Digest(blob.getFileName().toString()));
        }
    }

    private static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the time of " + file.getFileName(), e);
        }
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.hex());
    }
}
