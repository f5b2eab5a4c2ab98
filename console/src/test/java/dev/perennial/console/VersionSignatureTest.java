package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.testing.servers.SharedTemporal;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A signature that was made elsewhere is kept if it holds, and tells the gateways to look again. */
@Timeout(120)
class VersionSignatureTest {
    private static final ModelName MODEL = new ModelName("signed");
    private final SigningKey key = SigningKey.generate();
    private final TestConsole console = new TestConsole(SharedTemporal.get().endpoint());
    private Digest manifest = Digest.of("none yet");

    @BeforeEach
    void register() throws Exception {
        console.send("POST", "/models", TestConsole.file("signed"));
        Digest none = Digest.of("none");
        manifest = console.registry()
                .putDocument(new VersionManifest(
                        new ModelVersion(MODEL, 1),
                        new CandidateRecipe("linear", new TreeMap<>()),
                        none,
                        1,
                        none,
                        none,
                        none,
                        TimeWindow.parse("2013-01-01T00:00Z/P30D"),
                        100,
                        none,
                        "run",
                        1,
                        0,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Instant.EPOCH));
        console.registry()
                .append(
                        MODEL,
                        "register",
                        state -> new EntryDraft(
                                TimelineKind.VERSION_REGISTERED,
                                Actor.system("retrain"),
                                Optional.empty(),
                                "signed@1 is here",
                                new RegistryChange.VersionRegistered(1, manifest, "run"),
                                Evidence.none()));
    }

    @AfterEach
    void close() {
        console.close();
    }

    private ObjectNode body(Digest of) {
        return new ObjectMapper()
                .createObjectNode()
                .put("manifest", of.hex())
                .put("publicKey", key.publicPem())
                .put("signature", key.sign(of).value());
    }

    private TestConsole.Answer post(JsonNode body) throws Exception {
        return console.send("POST", "/models/signed/versions/1/signatures", body.toString());
    }

    @Test
    void isKeptShownAndOnTheTimeline() throws Exception {
        assertThat(console.send("GET", "/models/signed/versions/1", "").body().path("signatures"))
                .isEmpty();
        TestConsole.Answer answer = post(body(manifest));
        assertThat(answer.status()).as(answer.message()).isEqualTo(200);
        assertThat(answer.body().path("message").asText()).isEqualTo("signed@1 is signed with key " + key.id());
        assertThat(console.send("GET", "/models/signed/versions/1", "").body().path("signatures"))
                .extracting(JsonNode::asText)
                .containsExactly(key.id().hex());
        assertThat(console.registry().signatures(manifest)).containsExactly(key.sign(manifest));
        JsonNode entry = console.send("GET", "/models/signed/history?kind=version-signed", "")
                .body()
                .at("/entries/0");
        assertThat(entry.path("actor").asText()).isEqualTo("user:ada");
        assertThat(entry.path("sentence").asText()).isEqualTo("signed@1 is signed with key " + key.id());
    }

    @Test
    void ofAnotherManifestIsRefused() throws Exception {
        TestConsole.Answer answer = post(body(Digest.of("another")));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message())
                .isEqualTo("Cannot sign signed@1: its manifest is " + manifest + ", the signature is of "
                        + Digest.of("another"));
        assertThat(console.registry().signatures(manifest)).isEmpty();
    }

    @Test
    void thatDoesNotHoldIsRefused() throws Exception {
        TestConsole.Answer answer = post(body(manifest)
                .put("signature", SigningKey.generate().sign(manifest).value()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("Invalid body: 'signature' is not one of manifest " + manifest + " by key " + key.id());
        assertThat(post(body(manifest).put("signature", "AAAA")).message())
                .isEqualTo("Invalid signature: 3 bytes, expected the 64 of Ed25519");
        assertThat(post(body(manifest).put("publicKey", key.privatePem())).message())
                .startsWith("Invalid trusted keys: a block 'PRIVATE KEY' is among them");
        assertThat(post(body(manifest)
                                .put(
                                        "publicKey",
                                        key.publicPem() + SigningKey.generate().publicPem()))
                        .message())
                .isEqualTo("Invalid body: 'publicKey' holds 2 keys, expected one");
        assertThat(console.registry().signatures(manifest)).isEmpty();
    }
}
