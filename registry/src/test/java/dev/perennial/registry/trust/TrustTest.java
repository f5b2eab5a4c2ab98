package dev.perennial.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest is trusted for one reason only: that a trusted key has signed this very manifest. */
class TrustTest {
    private static final Digest MANIFEST = Digest.of("a manifest");
    private static final SigningKey OURS = SigningKey.generate();
    private static final SigningKey THEIRS = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.parse(OURS.publicPem());

    @Test
    void whatATrustedKeySignedIsTrusted() {
        assertThat(TRUSTED.objection(MANIFEST, List.of(OURS.sign(MANIFEST)))).isEmpty();
        assertThat(OURS.sign(MANIFEST)).isEqualTo(OURS.sign(MANIFEST));
        assertThat(TRUSTED.ids()).containsExactly(OURS.id());
    }

    @Test
    void whatOthersSignedToo() {
        assertThat(TRUSTED.objection(MANIFEST, List.of(THEIRS.sign(MANIFEST), OURS.sign(MANIFEST))))
                .isEmpty();
    }

    @Test
    void oneOfSeveralKeysIsEnoughSoThatOneCanBeReplaced() {
        TrustedKeys both = TrustedKeys.parse("the old one\n" + OURS.publicPem() + "the new one\n" + THEIRS.publicPem());
        assertThat(both.objection(MANIFEST, List.of(OURS.sign(MANIFEST)))).isEmpty();
        assertThat(both.objection(MANIFEST, List.of(THEIRS.sign(MANIFEST)))).isEmpty();
        assertThat(both.ids()).containsExactlyInAnyOrder(OURS.id(), THEIRS.id());
    }

    @Test
    void anUnsignedOneIsNot() {
        assertThat(TRUSTED.objection(MANIFEST, List.of()))
                .hasValue("it is not signed, expected a signature by key " + OURS.id());
    }

    @Test
    void oneThatAnotherKeySignedIsNot() {
        assertThat(TRUSTED.objection(MANIFEST, List.of(THEIRS.sign(MANIFEST))))
                .hasValue("it is signed by key " + THEIRS.id() + ", expected key " + OURS.id());
    }

    @Test
    void aSignatureOfAnotherManifestIsNone() {
        ManifestSignature moved = new ManifestSignature(
                MANIFEST, OURS.id(), OURS.sign(Digest.of("another")).value());
        assertThat(TRUSTED.objection(MANIFEST, List.of(moved)))
                .hasValue("its signature does not fit it, though it names a trusted key");
    }

    @Test
    void aForeignSignatureUnderATrustedNameIsNone() {
        ManifestSignature posing =
                new ManifestSignature(MANIFEST, OURS.id(), THEIRS.sign(MANIFEST).value());
        assertThat(TRUSTED.objection(MANIFEST, List.of(posing))).isPresent();
    }

    @Test
    void everyBitOfASignatureCounts() {
        byte[] value = OURS.sign(MANIFEST).bytes();
        for (int bit = 0; bit < value.length * 8; bit++) {
            byte[] changed = value.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            ManifestSignature broken = ManifestSignature.of(MANIFEST, OURS.id(), changed);
            assertThat(TRUSTED.objection(MANIFEST, List.of(broken)))
                    .as("bit " + bit)
                    .isPresent();
        }
    }

    /* RFC 8032, section 7.1, the first three secrets and their public halves. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    })
    void thePublicHalfIsThatOfTheStandard(String secret, String expected) {
        String pkcs8 = Pem.block("PRIVATE KEY", HexFormat.of().parseHex("302e020100300506032b657004220420" + secret));
        String spki = Pem.block("PUBLIC KEY", HexFormat.of().parseHex("302a300506032b6570032100" + expected));
        SigningKey key = SigningKey.parse(pkcs8);
        assertThat(key.publicPem()).isEqualTo(spki);
        assertThat(TrustedKeys.parse(spki).ids()).containsExactly(key.id());
        assertThat(TrustedKeys.parse(spki).objection(MANIFEST, List.of(key.sign(MANIFEST))))
                .isEmpty();
    }

    @Test
    void aKeyIsTheSameAfterItWasWritten() {
        SigningKey read = SigningKey.parse("# of the workers\n" + OURS.privatePem());
        assertThat(read.id()).isEqualTo(OURS.id());
        assertThat(read.sign(MANIFEST)).isEqualTo(OURS.sign(MANIFEST));
        assertThat(read.privatePem()).isEqualTo(OURS.privatePem());
    }

    @Test
    void aSecretIsNeverShown() {
        String secret = OURS.privatePem().lines().toList().get(1);
        assertThat(OURS).hasToString("SigningKey[" + OURS.id() + "]");
        assertThatThrownBy(() -> TrustedKeys.parse(OURS.privatePem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid trusted keys: a block 'PRIVATE KEY' is among them, expected Ed25519")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> SigningKey.parse(OURS.privatePem() + OURS.privatePem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid signing key: the text holds 2 blocks 'PRIVATE KEY', expected")
                .hasMessageNotContaining(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> TrustedKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid trusted keys: ");
        assertThatThrownBy(() -> SigningKey.parse(text.replace("PUBLIC", "PRIVATE")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid signing key: ");
    }

    @Test
    void keysOfAnotherKindAreRefused() throws Exception {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        String pem = Pem.block("PUBLIC KEY", curve.generateKeyPair().getPublic().getEncoded());
        assertThatThrownBy(() -> TrustedKeys.parse(OURS.publicPem() + pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid trusted keys: one of them is not of Ed25519, expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64 at all"})
    void whatCannotBeASignatureIsRefused(String value) {
        assertThatThrownBy(() -> new ManifestSignature(MANIFEST, OURS.id(), value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid signature: ");
    }

    @Test
    void aSignatureIsOfManifestsAlone() throws Exception {
        Signature other = Signature.getInstance("Ed25519");
        byte[] der = Base64.getMimeDecoder().decode(OURS.privatePem().replaceAll("-----[A-Z ]+-----", ""));
        other.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
        other.update(MANIFEST.hex().getBytes(StandardCharsets.US_ASCII));
        ManifestSignature signature = ManifestSignature.of(MANIFEST, OURS.id(), other.sign());
        assertThat(TRUSTED.objection(MANIFEST, List.of(signature))).isPresent();
    }
}
