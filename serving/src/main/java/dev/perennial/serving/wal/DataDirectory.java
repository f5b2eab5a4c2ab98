package dev.perennial.serving.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory that makes a gateway the same gateway after a restart: it holds the instance's name, drawn once, and the
 * count of its starts, the epoch. Locked while open, because two processes in one directory would share object keys.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOG = "log";

    private final Path root;
    private final FileChannel lockFile;
    private final String instance;
    private final long epoch;

    private DataDirectory(Path root, FileChannel lockFile, String instance, long epoch) {
        this.root = root;
        this.lockFile = lockFile;
        this.instance = instance;
        this.epoch = epoch;
    }

    /** Opens the directory, creates it if need be, and counts a start. */
    public static DataDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel lockFile =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw new IllegalStateException("Cannot open data directory " + root
                        + ": another gateway uses it, expected one directory for each gateway");
            }
            String instance = read(root.resolve("instance"));
            if (instance == null) {
                byte[] name = new byte[6];
                new SecureRandom().nextBytes(name);
                instance = HexFormat.of().formatHex(name);
                replace(root.resolve("instance"), instance.getBytes(StandardCharsets.US_ASCII));
            }
            long epoch = 1 + Math.max(starts(root.resolve("epoch")), newestEpoch(root.resolve(LOG)));
            replace(root.resolve("epoch"), Long.toString(epoch).getBytes(StandardCharsets.US_ASCII));
            return new DataDirectory(root, lockFile, instance, epoch);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open data directory " + root + ": " + e.getMessage(), e);
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static long starts(Path file) throws IOException {
        String starts = read(file);
        if (starts != null && !starts.matches("[0-9]{1,18}")) {
            throw new IllegalStateException(
                    "Cannot count a start in " + file + ": it holds '" + starts + "', expected a whole number");
        }
        return starts == null ? 0 : Long.parseLong(starts);
    }

    /* A log from which a later start can be told has seen it: an epoch that comes twice would give two objects one key. */
    private static long newestEpoch(Path log) throws IOException {
        if (!Files.isDirectory(log)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> SegmentHeader.ofFileName(file.getFileName().toString(), "any"))
                    .flatMap(Optional::stream)
                    .mapToLong(SegmentHeader::epoch)
                    .max()
                    .orElse(0);
        }
    }

    private static @Nullable String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    /** Replaces a small file so that a reader, or a restart after a power loss, sees the old bytes or the new ones. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = fresh(file);
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DirectoryStorage.forceDirectory(file.resolveSibling("."));
    }

    public Path root() {
        return root;
    }

    /** What {@link #replace} writes before it renames it. */
    public static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Where the gateway's write-ahead log belongs. */
    public Path log() {
        return root.resolve(LOG);
    }

    /** Twelve hexadecimal digits. */
    public String instance() {
        return instance;
    }

    /** How many times the directory was opened, this time included. */
    public long epoch() {
        return epoch;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close data directory " + root + ": " + e.getMessage(), e);
        }
    }
}
