package dev.perennial.testing.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real file system of a few bytes in memory, which can be filled and freed. Linux, and where the user may mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path root;
    private volatile boolean full;
    private @Nullable Thread filler;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts a file system of this size on an empty folder; empty where that is not permitted. */
    public static Optional<SmallDisk> mount(Path folder, int mebibytes) {
        boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    private static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public Path root() {
        return root;
    }

    /**
     * Fills what is free, and goes on filling what others let go until it is freed: a log that ships and removes what it
     * holds would otherwise find room again and again. How many bytes were free.
     */
    public long fill() {
        OutputStream ballast;
        try {
            ballast = Files.newOutputStream(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot fill " + root, e);
        }
        long free = writeAll(ballast);
        full = true;
        filler = new Thread(
                () -> {
                    while (full) {
                        LockSupport.parkNanos(100_000);
                        writeAll(ballast);
                    }
                    closeQuietly(ballast);
                },
                "ballast");
        filler.setDaemon(true);
        filler.start();
        return free;
    }

    private static long writeAll(OutputStream ballast) {
        long written = 0;
        byte[] page = new byte[4096];
        try {
            while (true) {
                ballast.write(page);
                written += page.length;
            }
        } catch (IOException noRoom) {
            return written;
        }
    }

    private static void closeQuietly(OutputStream ballast) {
        try {
            ballast.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees what was filled. */
    public void free() {
        full = false;
        try {
            if (filler != null) {
                filler.join();
            }
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot free " + root, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path ballast() {
        return root.resolve("ballast");
    }

    @Override
    public void close() {
        free();
        if (!succeeds("umount", "-l", root.toString())) {
            throw new IllegalStateException("Cannot unmount " + root);
        }
    }
}
