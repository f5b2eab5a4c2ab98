package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.SharedStore;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway before the real S3 store, killed under load again and again. */
@Timeout(600)
class GatewayKillTest {
    private static final int KILLS = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedPredictionAndLabelIsInTheLogExactlyOnce() throws Exception {
        Map<String, String> environment = new HashMap<>(SharedStore.get().environment());
        environment.put("PERENNIAL_PREFIX", SharedStore.freshPrefix("gateway-kill") + "/");
        try (ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(environment))) {
            GatewayFixture fixture = new GatewayFixture(store);
            fixture.declare(GatewayFixture.SPEC);
            fixture.promote(fixture.constant(0.5));
            SplittableRandom random = new SplittableRandom(11);
            Set<String> predicted = new ConcurrentSkipListSet<>();
            Set<String> labelled = new ConcurrentSkipListSet<>();
            AtomicInteger broken = new AtomicInteger();
            for (int kill = 0; kill < KILLS; kill++) {
                GatewayProcess gateway = GatewayProcess.start(directory, environment);
                ready(gateway);
                int goal = predicted.size() + 20 + random.nextInt(200);
                List<Thread> clients = load(gateway.port(), predicted, labelled, broken);
                Eventually.within(SOON, "the load is answered", () -> predicted.size() >= goal);
                gateway.kill();
                for (Thread client : clients) {
                    client.join();
                }
            }
            assertThat(broken).as("requests that met a kill").hasPositiveValue();

            GatewayProcess last = GatewayProcess.start(directory, environment);
            ready(last);
            last.stop();

            Path copy = copyLog(store);
            Set<String> found = ids(copy, "predictions");
            Set<String> labels = ids(copy, "labels");
            assertThat(found).containsAll(predicted);
            assertThat(labels).containsAll(labelled);
            assertThat(labelled).isNotEmpty();
            // More may be there than was acknowledged: at most what was in flight at a kill.
            assertThat(found.size() - predicted.size()).isBetween(0, 4 * KILLS);
        }
    }

    private static void ready(GatewayProcess gateway) {
        Http http = new Http(gateway.port());
        Eventually.within(
                SOON,
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
    }

    private static List<Thread> load(int port, Set<String> predicted, Set<String> labelled, AtomicInteger broken) {
        List<Thread> clients = new ArrayList<>();
        AtomicInteger hours = new AtomicInteger();
        for (int number = 0; number < 4; number++) {
            Thread client = new Thread(() -> {
                Http http = new Http(port);
                boolean dead = false;
                while (!dead) {
                    try {
                        int hour = hours.incrementAndGet() % 5;
                        Http.Answer prediction = http.infer(
                                "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}],"
                                        + "\"parameters\":{\"event_time\":\"2013-03-01T0" + hour
                                        + ":00:00Z\"}}");
                        // What a refusal says is seen where an id is expected.
                        String id = prediction.status() == 200 ? prediction.id() : prediction.body();
                        predicted.add(id);
                        if (hour == 0) {
                            Http.Answer answer = http.post(
                                    "/v2/models/flight-delay/feedback",
                                    "{\"prediction_id\":\"" + id + "\",\"label\":1}");
                            if (answer.json().path("accepted").asInt() == 1) {
                                labelled.add(id);
                            }
                        }
                    } catch (UncheckedIOException e) {
                        broken.incrementAndGet();
                        dead = true;
                    }
                }
            });
            clients.add(client);
            client.start();
        }
        return clients;
    }

    private Path copyLog(ObjectStore store) throws Exception {
        Path copy = directory.resolve("copy");
        List<String> keys = new ArrayList<>(store.list("predictions/", "", 100_000));
        keys.addAll(store.list("labels/", "", 100_000));
        for (String key : keys) {
            Path target = copy.resolve(key);
            Files.createDirectories(target.getParent());
            assertThat(store.download(key, target)).isTrue();
        }
        return copy;
    }

    private static Set<String> ids(Path copy, String kind) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (List<?> row : Sql.rows(
                copy, kind + "/**/*.parquet", "SELECT _prediction_id, count(*) FROM LOG GROUP BY _prediction_id")) {
            assertThat(row.get(1)).as("copies of " + row.get(0)).isEqualTo(1L);
            ids.add(String.valueOf(row.get(0)));
        }
        return ids;
    }
}
