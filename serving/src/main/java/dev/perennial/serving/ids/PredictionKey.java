package dev.perennial.serving.ids;

import dev.perennial.serving.wal.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret by which gateways know their own prediction ids; all gateways of an environment need the same one, or they
 * refuse each other's. Never printed.
 */
public final class PredictionKey {
    private static final int SHORTEST_SECRET = 16;

    private final byte[] material;

    private PredictionKey(byte[] material) {
        this.material = material;
    }

    /** The key that is derived from a secret text of at least 16 characters. */
    public static PredictionKey ofSecret(String secret) {
        String stripped = secret.strip();
        if (stripped.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("Invalid prediction key: " + stripped.length()
                    + " characters, expected at least " + SHORTEST_SECRET);
        }
        return new PredictionKey(sha256("perennial prediction id\n" + stripped));
    }

    /** The key in a local file, which is created with a random secret if it is absent: for one gateway by itself. */
    public static PredictionKey ofFile(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                create(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
            }
            return ofSecret(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the prediction key in " + file + ": " + e.getMessage(), e);
        }
    }

    /* Nobody else may read it at any moment, and half of it would refuse every label for ever. */
    private static void create(Path file, byte[] secret) throws IOException {
        Path fresh = DataDirectory.fresh(file);
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        DataDirectory.replace(file, secret);
    }

    /* One sub-key for each model, so that an id of one model is a forgery for every other. */
    SipHash forModel(String model) {
        byte[] derived = sha256(HexFormat.of().formatHex(material) + "\n" + model);
        ByteBuffer words = ByteBuffer.wrap(derived);
        return new SipHash(words.getLong(), words.getLong());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot digest: every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "PredictionKey[***]";
    }
}
