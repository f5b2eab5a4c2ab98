package dev.perennial.registry.trust;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perennial.registry.Digest;
import java.security.PublicKey;
import java.util.regex.Pattern;

/**
 * What a key is called: the first 16 hexadecimal digits of the SHA-256 of its public half (X.509 SubjectPublicKeyInfo, DER).
 * A name to find a key by, and no proof of anything.
 */
public record KeyId(@JsonValue String hex) implements Comparable<KeyId> {
    private static final int DIGITS = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    /** Refuses what no key can be called. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KeyId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "Invalid key id: '" + hex + "', expected " + DIGITS + " digits of 0-9 and a-f");
        }
    }

    static KeyId of(PublicKey key) {
        return new KeyId(Digest.of(key.getEncoded()).hex().substring(0, DIGITS));
    }

    @Override
    public int compareTo(KeyId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
