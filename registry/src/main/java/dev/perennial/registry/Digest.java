package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of some bytes as 64 lower-case hexadecimal digits: the name of everything content-addressed. */
public record Digest(@JsonValue String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** Checks the form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("Invalid digest: '" + hex + "', expected 64 hexadecimal digits");
        }
    }

    /** The digest of the given bytes. */
    public static Digest of(byte[] content) {
        return summing().add(content).digest();
    }

    /** Takes bytes that come in pieces. */
    public static Summing summing() {
        return new Summing();
    }

    /** The digest of the file's bytes. */
    public static Digest of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Summing sum = summing();
            new DigestInputStream(in, sum.sha256).transferTo(OutputStream.nullOutputStream());
            return sum.digest();
        }
    }

    /** The digest of the text's UTF-8 bytes. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first twelve digits, for people. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }

    /** A digest in the making. Not thread-safe. */
    public static final class Summing {
        private final MessageDigest sha256;

        private Summing() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Cannot digest: every Java platform has SHA-256", e);
            }
        }

        /** Goes on with these bytes. */
        public Summing add(byte[] bytes) {
            sha256.update(bytes);
            return this;
        }

        /** Goes on with a part of these bytes. */
        public Summing add(byte[] bytes, int from, int length) {
            sha256.update(bytes, from, length);
            return this;
        }

        /** The digest of all that was added; the next bytes begin another. */
        public Digest digest() {
            return new Digest(HexFormat.of().formatHex(sha256.digest()));
        }
    }
}
