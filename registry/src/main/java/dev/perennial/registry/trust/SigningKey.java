package dev.perennial.registry.trust;

import dev.perennial.registry.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secret half of an Ed25519 key, with which a worker signs the versions that it registers. Safe for several threads. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";
    private static final String VARIABLE = "PERENNIAL_SIGNING_KEY";
    private static final String EXPECTED = "expected an Ed25519 private key in PEM form, such as 'perennial key new' or"
            + " 'openssl genpkey -algorithm ed25519' writes";

    private final PrivateKey key;
    private final PublicKey publicHalf;
    private final KeyId id;

    private SigningKey(PrivateKey key, PublicKey publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
        this.id = KeyId.of(publicHalf);
    }

    /** A new key. */
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw TrustedKeys.unsupported(e);
        }
    }

    /** The one private key in this text: PKCS#8 in PEM form. The message of a refusal holds nothing of the text. */
    public static SigningKey parse(String pem) {
        List<Pem.Block> blocks = Pem.blocks(pem).stream()
                .filter(block -> block.label().equals(LABEL))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalArgumentException(
                    "Invalid signing key: the text holds " + blocks.size() + " blocks '" + LABEL + "', " + EXPECTED);
        }
        try {
            PrivateKey key = KeyFactory.getInstance(TrustedKeys.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0).content()));
            return new SigningKey(key, publicHalfOf((EdECPrivateKey) key));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Invalid signing key: it is not of Ed25519, " + EXPECTED, e);
        }
    }

    /**
     * The key that {@value #VARIABLE} holds, or the file that {@value #VARIABLE}{@code _FILE} names; empty for the word
     * {@code none}, and refused if there is neither.
     */
    public static Optional<SigningKey> fromEnvironment(Map<String, String> environment) {
        return KeySetting.read(environment, VARIABLE, "the private key in PEM form that signs what is registered")
                .map(SigningKey::parse);
    }

    /*
     * The platform makes a pair from 32 random bytes, which are the private key; given those of this key it makes the same
     * pair. That it did is tested, because nothing in its contract says so.
     */
    private static PublicKey publicHalfOf(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("the key has no bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        KeyPair pair = generator.generateKeyPair();
        if (!((EdECPrivateKey) pair.getPrivate())
                .getBytes()
                .map(bytes -> Arrays.equals(bytes, seed))
                .orElse(false)) {
            throw new GeneralSecurityException("the public half cannot be found");
        }
        return pair.getPublic();
    }

    /** What the key is called. */
    public KeyId id() {
        return id;
    }

    /** Signs a manifest; the same signature every time. */
    public ManifestSignature sign(Digest manifest) {
        try {
            Signature signature = Signature.getInstance(TrustedKeys.ALGORITHM);
            signature.initSign(key);
            signature.update(ManifestSignature.text(manifest));
            return ManifestSignature.of(manifest, id, signature.sign());
        } catch (GeneralSecurityException e) {
            throw TrustedKeys.unsupported(e);
        }
    }

    /** The secret as text: PKCS#8 in PEM form. */
    public String privatePem() {
        return Pem.block(LABEL, key.getEncoded());
    }

    /** The public half as text, for {@link TrustedKeys#parse}. */
    public String publicPem() {
        return Pem.block(TrustedKeys.LABEL, publicHalf.getEncoded());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
