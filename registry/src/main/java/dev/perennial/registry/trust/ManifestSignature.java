package dev.perennial.registry.trust;

import dev.perennial.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Somebody's word that the version with this manifest was made where it should be: an Ed25519 signature (RFC 8032) of the
 * manifest's digest, and through the digests in the manifest of the model file, the data and the declaration too. It stands
 * beside the manifest and not in it, so that a version can be signed again with another key.
 *
 * @param manifest the digest of the manifest's bytes
 * @param key whose word it is
 * @param value the 64 bytes of the signature, in Base64
 */
public record ManifestSignature(Digest manifest, KeyId key, String value) {
    /* No signature made for another purpose is one of a manifest, whatever was signed there. */
    private static final String PURPOSE = "perennial version manifest, form 1\n";
    private static final int BYTES = 64;

    /** Refuses what is not as long as a signature. */
    public ManifestSignature {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid signature: it is not Base64", e);
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "Invalid signature: " + bytes.length + " bytes, expected the " + BYTES + " of Ed25519");
        }
    }

    static ManifestSignature of(Digest manifest, KeyId key, byte[] value) {
        return new ManifestSignature(manifest, key, Base64.getEncoder().encodeToString(value));
    }

    /** What is signed. */
    static byte[] text(Digest manifest) {
        return (PURPOSE + "sha256:" + manifest.hex()).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }
}
