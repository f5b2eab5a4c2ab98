package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Bytes under their own digest: written once, checked whenever they are read. Safe for use by several threads. */
final class Blobs {
    private final ObjectStore store;

    Blobs(ObjectStore store) {
        this.store = store;
    }

    Digest put(byte[] content) {
        Digest digest = Digest.of(content);
        return stored(digest, store.create(RegistryKeys.blob(digest), content));
    }

    Digest put(Path file) {
        try {
            Digest digest = Digest.of(file);
            return stored(digest, store.create(RegistryKeys.blob(digest), file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.getFileName() + " to store it", e);
        }
    }

    private static Digest stored(Digest digest, CreateOutcome outcome) {
        if (outcome == CreateOutcome.CONFLICT) {
            throw new DamagedRegistryException("Cannot store blob " + digest + ": other bytes stand under its digest");
        }
        return digest;
    }

    Optional<byte[]> read(Digest digest) {
        Optional<byte[]> content = store.read(RegistryKeys.blob(digest));
        content.ifPresent(bytes -> check(digest, Digest.of(bytes)));
        return content;
    }

    boolean holds(Digest digest) {
        return store.exists(RegistryKeys.blob(digest));
    }

    boolean download(Digest digest, Path target) {
        try {
            Path unchecked =
                    Files.createTempFile(target.toAbsolutePath().getParent(), target.getFileName() + ".", ".unchecked");
            try {
                if (!store.download(RegistryKeys.blob(digest), unchecked)) {
                    return false;
                }
                check(digest, Digest.of(unchecked));
                Files.move(unchecked, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return true;
            } finally {
                Files.deleteIfExists(unchecked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write blob " + digest + " to " + target.getFileName(), e);
        }
    }

    private static void check(Digest expected, Digest actual) {
        if (!actual.equals(expected)) {
            throw new DamagedRegistryException(
                    "Cannot use blob " + expected + ": its bytes have digest " + actual.abbreviated());
        }
    }
}
