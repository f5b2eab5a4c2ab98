package dev.perennial.testing.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.servers.SharedStore;
import dev.perennial.testing.servers.SignedBucket;
import dev.perennial.testing.servers.StoreServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class FaultyProxyTest {
    private static final byte[] BYTES = "what was acknowledged must be there".getBytes(UTF_8);

    private final StoreServer store = SharedStore.get();
    private final FaultyProxy proxy = FaultyProxy.before(store.endpoint());
    private final SignedBucket direct = store.client(store.endpoint());
    private final SignedBucket proxied = store.client(proxy.endpoint());
    private final String key = SharedStore.freshPrefix("proxy") + "/object";

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void withoutFaultsNothingChanges() throws IOException {
        assertThat(proxied.create(key, BYTES)).isEqualTo(200);
        assertThat(proxied.create(key, BYTES)).isEqualTo(412);
        HttpResponse<byte[]> there = direct.get(key);
        HttpResponse<byte[]> here = proxied.get(key);
        assertThat(here.body()).isEqualTo(BYTES);
        assertThat(here.headers().firstValue("etag")).isEqualTo(there.headers().firstValue("etag"));
        assertThat(proxied.get(key + "-absent").statusCode()).isEqualTo(404);
        assertThat(proxy.requests())
                .hasSize(4)
                .filteredOn(ProxiedRequest::createsOnly)
                .hasSize(2);
    }

    @Test
    void carriesABodyOfMegabytes() throws IOException {
        byte[] large = new byte[3 << 20];
        new SplittableRandom(1).nextBytes(large);
        assertThat(proxied.put(key, large)).isEqualTo(200);
        assertThat(proxied.get(key).body()).isEqualTo(large);
    }

    @Test
    void losesTheAnswerOfAPutThatTheStoreHasDone() throws IOException {
        Injection lost = proxy.injectOnce(Fault.loseAnswer(), ProxiedRequest::createsOnly);

        assertThatThrownBy(() -> proxied.create(key, BYTES)).isInstanceOf(IOException.class);

        assertThat(lost.fired()).isEqualTo(1);
        assertThat(direct.get(key).body()).isEqualTo(BYTES);
        assertThat(proxied.create(key, BYTES)).isEqualTo(412);
        assertThat(lost.fired()).isEqualTo(1);
    }

    @Test
    void losesARequestBeforeTheStoreHearsOfIt() throws IOException {
        Injection lost = proxy.injectOnce(Fault.loseRequest(), request -> request.is("put", key));

        assertThatThrownBy(() -> proxied.create(key, BYTES)).isInstanceOf(IOException.class);

        assertThat(lost.fired()).isEqualTo(1);
        assertThat(direct.get(key).statusCode()).isEqualTo(404);
        assertThat(proxied.create(key, BYTES)).isEqualTo(200);
    }

    @Test
    void answersInPlaceOfTheStoreAsOftenAsAsked() throws IOException {
        Injection slowDown = proxy.inject(Fault.answer(503, "SlowDown"), 2, request -> true);

        assertThat(proxied.put(key, BYTES)).isEqualTo(503);
        HttpResponse<byte[]> refused = proxied.get(key);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).asString(UTF_8).contains("<Code>SlowDown</Code>");
        assertThat(direct.get(key).statusCode()).isEqualTo(404);
        assertThat(proxied.put(key, BYTES)).isEqualTo(200);
        assertThat(slowDown.fired()).isEqualTo(2);
    }

    @Test
    void strikesTheGivenShareOfRequests() throws IOException {
        Injection share = proxy.injectAtRandom(Fault.answer(500, "InternalError"), 0.2, 7, request -> true);
        int failed = 0;
        for (int i = 0; i < 200; i++) {
            failed += proxied.get(key).statusCode() == 500 ? 1 : 0;
        }
        // A binomial of 200 and 0.2 lies within 20 to 60 but for one seed in five thousand; the seed is fixed.
        assertThat(failed).isEqualTo(share.fired()).isBetween(20, 60);
    }

    @Test
    void truncatesAndFlipsBodiesAndPassesOverEmptyOnes() throws IOException {
        direct.put(key, BYTES);
        Injection truncated = proxy.injectOnce(Fault.truncateBody(), request -> true);
        assertThat(proxied.put(key, BYTES)).isEqualTo(200);
        assertThat(truncated.fired()).isZero();
        assertThatThrownBy(() -> proxied.get(key)).isInstanceOf(IOException.class);
        assertThat(truncated.fired()).isEqualTo(1);

        Injection flipped = proxy.injectOnce(Fault.flipBit(), request -> true);
        BitSet difference = BitSet.valueOf(proxied.get(key).body());
        difference.xor(BitSet.valueOf(BYTES));
        assertThat(difference.cardinality()).isEqualTo(1);
        assertThat(flipped.fired()).isEqualTo(1);
        assertThat(proxied.get(key).body()).isEqualTo(BYTES);
    }

    @Test
    void delaysTheAnswerAfterTheStoreHasActed() throws IOException {
        Injection late = proxy.injectOnce(Fault.delayAnswer(Duration.ofMillis(300)), request -> true);
        long start = System.nanoTime();
        assertThat(proxied.create(key, BYTES)).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(late.fired()).isEqualTo(1);
    }

    @Test
    void refusesConnectionsUntilHealed() throws IOException {
        assertThat(proxied.put(key, BYTES)).isEqualTo(200);
        proxy.refuse();
        assertThatThrownBy(() -> store.client(proxy.endpoint()).get(key)).isInstanceOf(ConnectException.class);
        proxy.heal();
        assertThat(store.client(proxy.endpoint()).get(key).body()).isEqualTo(BYTES);
    }
}
