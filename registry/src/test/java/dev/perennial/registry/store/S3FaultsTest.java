package dev.perennial.registry.store;

import static dev.perennial.registry.store.ObjectStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.Eventually;
import dev.perennial.testing.faults.Fault;
import dev.perennial.testing.faults.FaultyProxy;
import dev.perennial.testing.faults.Injection;
import dev.perennial.testing.faults.ProxiedRequest;
import dev.perennial.testing.servers.SharedStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class S3FaultsTest {
    private final FaultyProxy proxy = FaultyProxy.before(SharedStore.get().endpoint());
    private final String prefix = SharedStore.freshPrefix("faults");
    private final S3ObjectStore faulty = TestStores.through(proxy.endpoint(), prefix);
    private final S3ObjectStore direct = TestStores.through(SharedStore.get().endpoint(), prefix);

    @BeforeEach
    void cleanTwinWorks() {
        assertThat(faulty.create("clean", bytes("x"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(faulty.read("clean")).hasValue(bytes("x"));
    }

    @AfterEach
    void close() {
        faulty.close();
        direct.close();
        proxy.close();
    }

    @Test
    void takesItsOwnWriteForItsOwnAfterALostAnswer() {
        Injection lost = proxy.injectOnce(Fault.loseAnswer(), ProxiedRequest::createsOnly);
        assertThat(faulty.create("pointer", bytes("mine"))).isEqualTo(CreateOutcome.IDENTICAL);
        assertThat(lost.fired()).isOne();
        assertThat(direct.read("pointer")).hasValue(bytes("mine"));
    }

    @Test
    void writesAgainAfterALostRequest() {
        Injection lost = proxy.inject(Fault.loseRequest(), 2, ProxiedRequest::createsOnly);
        assertThat(faulty.create("pointer", bytes("mine"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(lost.fired()).isEqualTo(2);
        assertThat(direct.read("pointer")).hasValue(bytes("mine"));
    }

    @Test
    void seesTheOtherWriterThroughALostAnswer() {
        direct.create("pointer", bytes("theirs"));
        Injection lost = proxy.injectOnce(Fault.loseAnswer(), ProxiedRequest::createsOnly);
        assertThat(faulty.create("pointer", bytes("mine"))).isEqualTo(CreateOutcome.CONFLICT);
        assertThat(lost.fired()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 412})
    void doesNotBelieveARefusalThatTheStoreDoesNotBear(int status) {
        Injection refused = proxy.injectOnce(Fault.answer(status, "PreconditionFailed"), ProxiedRequest::createsOnly);
        assertThat(faulty.create("pointer", bytes("mine"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(refused.fired()).isOne();
    }

    @Test
    void repeatsAfterSlowDownsAndInternalErrors() {
        Injection slow = proxy.inject(
                Fault.answer(503, "SlowDown"), 2, request -> request.method().equals("PUT"));
        Injection broken = proxy.inject(
                Fault.answer(500, "InternalError"),
                2,
                request -> request.method().equals("GET"));
        assertThat(faulty.create("a", bytes("x"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(faulty.read("a")).hasValue(bytes("x"));
        assertThat(slow.fired()).isEqualTo(2);
        assertThat(broken.fired()).isEqualTo(2);
    }

    @Test
    void createsEachObjectExactlyOnceInAStorm() {
        Injection slow = proxy.injectAtRandom(Fault.answer(503, "SlowDown"), 0.2, 1, request -> true);
        Injection lost = proxy.injectAtRandom(Fault.loseAnswer(), 0.1, 2, request -> true);
        List<CreateOutcome> outcomes = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            outcomes.add(faulty.create("storm/" + number, bytes("mine " + number)));
        }
        proxy.heal();
        assertThat(slow.fired()).isPositive();
        assertThat(lost.fired()).isPositive();
        assertThat(outcomes).doesNotContain(CreateOutcome.CONFLICT);
        assertThat(Collections.frequency(outcomes, CreateOutcome.CREATED)).isBetween(20, 39);
        for (int number = 0; number < 40; number++) {
            assertThat(direct.read("storm/" + number)).hasValue(bytes("mine " + number));
        }
    }

    @Test
    void readsAgainWhatCameCutOrFlipped(@TempDir Path folder) throws IOException {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        direct.create("blob", content);
        Injection cut = proxy.injectOnce(Fault.truncateBody(), request -> request.is("GET", "blob"));
        assertThat(faulty.read("blob")).hasValue(content);
        Injection flipped = proxy.injectOnce(Fault.flipBit(), request -> request.is("GET", "blob"));
        assertThat(faulty.read("blob")).hasValue(content);
        Injection flippedFile = proxy.injectOnce(Fault.flipBit(), request -> request.is("GET", "blob"));
        Path file = folder.resolve("blob");
        assertThat(faulty.download("blob", file)).isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(List.of(cut.fired(), flipped.fired(), flippedFile.fired())).containsExactly(1, 1, 1);
    }

    @Test
    void doesNotTakeAFlippedReadBackForAnotherWriter() {
        Injection lost = proxy.injectOnce(Fault.loseAnswer(), ProxiedRequest::createsOnly);
        Injection flipped = proxy.injectOnce(Fault.flipBit(), request -> request.is("GET", "pointer"));
        assertThat(faulty.create("pointer", bytes("mine"))).isEqualTo(CreateOutcome.IDENTICAL);
        assertThat(List.of(lost.fired(), flipped.fired())).containsExactly(1, 1);
    }

    @Test
    void repeatsAfterAStallThatOutlastsItsPatience() {
        Injection stall =
                proxy.injectOnce(Fault.delayAnswer(Duration.ofSeconds(5)), request -> request.is("GET", "clean"));
        assertThat(faulty.read("clean")).hasValue(bytes("x"));
        assertThat(stall.fired()).isOne();
    }

    @Test
    void saysWhereAStoreIsThatDoesNotAnswer() {
        proxy.refuse();
        assertThatThrownBy(() -> faulty.create("a", bytes("x")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Cannot create a at " + proxy.endpoint() + "/perennial/" + prefix + "/: ")
                .hasMessageEndingWith(" (5 attempts)");
        assertThatThrownBy(() -> faulty.read("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Cannot read a at ");
        proxy.heal();
        assertThat(faulty.create("b", bytes("x"))).isEqualTo(CreateOutcome.CREATED);
    }

    @Test
    void endsEarlyWhenInterrupted() throws InterruptedException {
        Injection slow = proxy.inject(Fault.answer(503, "SlowDown"), 100, request -> true);
        S3Limits patient = new S3Limits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                100,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        S3Settings settings = TestStores.settings(SharedStore.get(), proxy.endpoint(), prefix);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try (S3ObjectStore store = new S3ObjectStore(settings, patient, () -> 0.9)) {
                store.read("clean");
            } catch (StoreUnavailableException e) {
                thrown.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        reader.start();
        Eventually.within(Duration.ofSeconds(20), "the first attempt failed", () -> slow.fired() > 0);
        reader.interrupt();
        reader.join(20_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(StoreUnavailableException.class);
        assertThat(stillInterrupted).isTrue();
        assertThat(slow.fired()).isEqualTo(1);
    }

    @Test
    void asksOnlyOnceWithWrongCredentials() {
        S3Settings right = TestStores.settings(SharedStore.get(), proxy.endpoint(), prefix);
        S3Settings wrong = new S3Settings(
                right.endpoint(),
                right.region(),
                right.bucket(),
                right.prefix(),
                right.accessKeyId(),
                "not the secret");
        int before = proxy.requests().size();
        try (S3ObjectStore store = new S3ObjectStore(wrong, TestStores.IMPATIENT, () -> 0.5)) {
            assertThatThrownBy(() -> store.read("clean"))
                    .isInstanceOf(StoreDeniedException.class)
                    .hasMessage("Cannot read clean at " + right.address() + ": the store refuses: "
                            + "403 SignatureDoesNotMatch (check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)");
        }
        assertThat(proxy.requests()).hasSize(before + 1);
    }

    @Test
    void makesAnAbsentBucketAndLeavesItThere() {
        S3Settings right =
                TestStores.settings(SharedStore.get(), SharedStore.get().endpoint(), "");
        S3Settings other = new S3Settings(
                right.endpoint(), right.region(), "made-here", "env/", right.accessKeyId(), right.secretAccessKey());
        try (S3ObjectStore store = new S3ObjectStore(other, TestStores.IMPATIENT, () -> 0.5)) {
            assertThatThrownBy(() -> store.read("a")).isInstanceOf(StoreDeniedException.class);
            store.prepare();
            store.prepare();
            assertThat(store.read("a")).isEmpty();
        }
    }

    @Test
    void needsNoStoreUntilItIsAsked() {
        S3Settings nowhere =
                new S3Settings(URI.create("http://127.0.0.1:1"), "us-east-1", "perennial", "", "key", "secret");
        S3ObjectStore.of(nowhere).close();
        assertThat(nowhere.address()).isEqualTo("http://127.0.0.1:1/perennial");
    }
}
