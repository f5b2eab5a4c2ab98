package dev.perennial.registry.trust;

import dev.perennial.registry.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The public keys whose word a gateway takes for a version. Several, so that one can be replaced. Safe for several threads. */
public final class TrustedKeys {
    static final String ALGORITHM = "Ed25519";
    static final String LABEL = "PUBLIC KEY";
    private static final String VARIABLE = "PERENNIAL_TRUSTED_KEYS";
    private static final String EXPECTED = "expected Ed25519 public keys in PEM form, such as 'perennial key new' or"
            + " 'openssl pkey -pubout' writes";

    private final SortedMap<KeyId, PublicKey> keys;

    private TrustedKeys(SortedMap<KeyId, PublicKey> keys) {
        this.keys = keys;
    }

    /** The public keys in this text, one or more: X.509 SubjectPublicKeyInfo in PEM form. */
    public static TrustedKeys parse(String pem) {
        SortedMap<KeyId, PublicKey> keys = new TreeMap<>();
        for (Pem.Block block : Pem.blocks(pem)) {
            if (!block.label().equals(LABEL)) {
                throw new IllegalArgumentException(
                        "Invalid trusted keys: a block '" + block.label() + "' is among them, " + EXPECTED);
            }
            try {
                PublicKey key =
                        KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(block.content()));
                keys.put(KeyId.of(key), key);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "Invalid trusted keys: one of them is not of Ed25519, " + EXPECTED, e);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("Invalid trusted keys: the text holds none, " + EXPECTED);
        }
        return new TrustedKeys(keys);
    }

    /**
     * The keys that {@value #VARIABLE} holds, or the file that {@value #VARIABLE}{@code _FILE} names; empty for the word
     * {@code none}, and refused if there is neither.
     */
    public static Optional<TrustedKeys> fromEnvironment(Map<String, String> environment) {
        return KeySetting.read(
                        environment, VARIABLE, "the public keys in PEM form whose signature makes a version be served")
                .map(TrustedKeys::parse);
    }

    /** What the keys are called. */
    public Collection<KeyId> ids() {
        return keys.keySet();
    }

    /**
     * Why this manifest is not to be trusted; empty if one of the signatures is that of a trusted key over it, whatever the
     * others are.
     */
    public Optional<String> objection(Digest manifest, Collection<ManifestSignature> signatures) {
        boolean forged = false;
        for (ManifestSignature signature : signatures) {
            PublicKey key = keys.get(signature.key());
            if (key != null) {
                if (holds(key, manifest, signature)) {
                    return Optional.empty();
                }
                forged = true;
            }
        }
        if (signatures.isEmpty()) {
            return Optional.of("it is not signed, expected a signature by " + named(ids()));
        }
        if (forged) {
            return Optional.of("its signature does not fit it, though it names a trusted key");
        }
        return Optional.of("it is signed by "
                + named(signatures.stream().map(ManifestSignature::key).toList()) + ", expected " + named(ids()));
    }

    private static boolean holds(PublicKey key, Digest manifest, ManifestSignature claimed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(ManifestSignature.text(manifest));
            return signature.verify(claimed.bytes());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw unsupported(e);
        }
    }

    private static String named(Collection<KeyId> ids) {
        return (ids.size() == 1 ? "key " : "one of the keys ")
                + ids.stream().map(KeyId::hex).sorted().distinct().collect(Collectors.joining(", "));
    }

    static IllegalStateException unsupported(GeneralSecurityException cause) {
        return new IllegalStateException("This Java cannot do " + ALGORITHM + ": " + cause.getMessage(), cause);
    }

    /** What the keys are called, in words. */
    @Override
    public String toString() {
        return named(ids());
    }
}
