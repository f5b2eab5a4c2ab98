package dev.perennial.testing.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real file system of a few bytes in memory, which can be filled and freed. Linux, and where the user may mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path root;

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

    /** Fills what is free; how many bytes that were. */
    public long fill() {
        long written = 0;
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(page);
                written += page.length;
            }
        } catch (IOException full) {
            return written;
        }
    }

    /** Frees what was filled. */
    public void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot free " + root, e);
        }
    }

    private Path ballast() {
        return root.resolve("ballast");
    }

    @Override
    public void close() {
        if (!succeeds("umount", "-l", root.toString())) {
            throw new IllegalStateException("Cannot unmount " + root);
        }
    }
}
