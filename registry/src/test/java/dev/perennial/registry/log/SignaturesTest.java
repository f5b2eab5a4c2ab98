package dev.perennial.registry.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.trust.ManifestSignature;
import dev.perennial.registry.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final Digest MANIFEST = Digest.of("a manifest");
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
    private final SigningKey key = SigningKey.generate();
    private final String place = "signatures/" + MANIFEST + "/" + key.id() + ".json";

    @Test
    void standBesideTheManifestThatTheyAreOf() {
        SigningKey second = SigningKey.generate();
        registry.putSignature(key.sign(MANIFEST));
        registry.putSignature(second.sign(MANIFEST));
        registry.putSignature(key.sign(Digest.of("another")));
        assertThat(registry.signatures(MANIFEST)).containsExactlyInAnyOrder(key.sign(MANIFEST), second.sign(MANIFEST));
        assertThat(registry.signatures(Digest.of("a third"))).isEmpty();
        assertThat(store.exists(place)).isTrue();
    }

    @Test
    void aKeySignsOnce() {
        registry.putSignature(key.sign(MANIFEST));
        registry.putSignature(key.sign(MANIFEST));
        assertThat(registry.signatures(MANIFEST)).containsExactly(key.sign(MANIFEST));
    }

    @Test
    void whatCannotBeReadIsLeftOutAndReplacedBySigningAgain() {
        for (String damage : List.of(
                "",
                "{",
                "null",
                "{\"manifest\":\"" + MANIFEST + "\"}",
                "{\"manifest\":\"" + MANIFEST + "\",\"key\":\"0000000000000000\",\"value\":\"AA==\"}")) {
            store.overwrite(place, damage.getBytes(StandardCharsets.UTF_8));
            assertThat(registry.signatures(MANIFEST)).as(damage).isEmpty();
        }
        registry.putSignature(key.sign(MANIFEST));
        assertThat(registry.signatures(MANIFEST)).containsExactly(key.sign(MANIFEST));
    }

    @Test
    void oneOfAnotherManifestIsLeftOut() throws Exception {
        ManifestSignature other = key.sign(Digest.of("another"));
        store.overwrite(place, RegistryJson.mapper().writeValueAsBytes(other));
        assertThat(registry.signatures(MANIFEST)).isEmpty();
    }

    @Test
    void moreThanAreReadAreRefused() {
        for (int number = 0; number < 16; number++) {
            registry.putSignature(SigningKey.generate().sign(MANIFEST));
        }
        assertThat(registry.signatures(MANIFEST)).hasSize(16);
        assertThatThrownBy(() -> registry.putSignature(key.sign(MANIFEST)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Cannot sign manifest " + MANIFEST.abbreviated()
                        + ": 16 keys have signed it, which is as many as are read");
        registry.putSignature(registry.signatures(MANIFEST).get(3));
    }
}
