package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.servers.SharedStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with little memory and few file descriptors, besieged by more clients than it can hold. */
@Timeout(300)
class StarvedGatewayTest {
    private static final int CLIENTS = 200;
    private static final int FILES = 256;
    private static final int MEBIBYTES = 64;
    private static final int BODY_BYTES = 400_000;
    private static final int ROWS = 20;
    /* On one connection, so that those who wait for one get their turn. */
    private static final int REQUESTS = 4;
    /* Half a body waits in the gateway for as long, with those of all others. */
    private static final Duration SLOWNESS = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicInteger shed = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final List<String> strange = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> why = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void shedsWhatItCannotHoldAndLosesNothingThatItAcknowledged() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "skipped: needs Linux");
        Map<String, String> environment = new HashMap<>(SharedStore.get().environment());
        environment.put("PERENNIAL_PREFIX", SharedStore.freshPrefix("starved") + "/");
        try (ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(environment))) {
            GatewayFixture fixture = new GatewayFixture(store);
            fixture.declare(GatewayFixture.SPEC);
            fixture.promote(fixture.constant(0.5));
            GatewayProcess gateway = GatewayProcess.starved(directory, environment, FILES, MEBIBYTES);
            Http http = new Http(gateway.port());
            answers(http);
            int alone = gateway.openFiles();

            List<Thread> clients = besiege(gateway.port());
            AtomicInteger most = new AtomicInteger();
            try {
                Eventually.within(SOON, "it answers and sheds", () -> {
                    most.accumulateAndGet(gateway.openFiles(), Math::max);
                    return acknowledged.size() >= 100 * ROWS && shed.get() >= 100;
                });
            } catch (AssertionError e) {
                throw new AssertionError(
                        "acknowledged " + acknowledged.size() + ", shed " + shed + ", broken " + broken + ", strange "
                                + strange + ", files " + most + "\n" + why + "\n" + gateway.errors()
                                + http.get("/metrics").body(),
                        e);
            }
            assertThat(http.get("/v2/health/live").status()).isEqualTo(200);
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(strange).as("answers that are neither 200, 429 nor 503").isEmpty();
            assertThat(alone + CLIENTS).as("what all clients would have needed").isGreaterThan(FILES);
            assertThat(most.get()).as("open files").isBetween(alone + 20, FILES);

            answers(http);
            assertThat(gateway.isAlive()).isTrue();
            Eventually.within(SOON, "its sockets are given back", () -> gateway.openFiles() <= alone + 20);
            gateway.stop();
            assertThat(logged(store)).containsAll(acknowledged);
        }
    }

    private void answers(Http http) {
        Eventually.within(SOON, "it answers", () -> {
            try {
                if (http.get("/v2/models/flight-delay/ready").status() != 200) {
                    return false;
                }
                Http.Answer answer = http.infer(row(""));
                if (answer.status() == 200) {
                    ids(answer.json()).forEach(acknowledged::add);
                }
                return answer.status() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    private List<Thread> besiege(int port) {
        byte[] body = row(" ".repeat(BODY_BYTES)).getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("POST /v2/models/flight-delay/infer HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        List<Thread> clients = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            Thread client = new Thread(() -> {
                while (!stop.get()) {
                    converse(port, head, body);
                }
            });
            clients.add(client);
            client.start();
        }
        return clients;
    }

    /* Until the connection breaks, which is no fault of a server that says so or has no socket left. */
    private void converse(int port, byte[] head, byte[] body) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int request = 0; request < REQUESTS && !stop.get(); request++) {
                out.write(head);
                out.write(body, 0, body.length / 2);
                out.flush();
                LockSupport.parkNanos(SLOWNESS.toNanos());
                out.write(body, body.length / 2, body.length - body.length / 2);
                out.flush();
                take(in);
            }
        } catch (IOException e) {
            broken.incrementAndGet();
            why.merge(String.valueOf(e), 1, Integer::sum);
        }
    }

    private void take(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        boolean retryAfter = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            length = header.startsWith("Content-Length: ") ? Integer.parseInt(header.substring(16)) : length;
            retryAfter |= header.equals("Retry-After: 1");
        }
        byte[] answer = in.readNBytes(length);
        if (status.startsWith("HTTP/1.1 200") && answer.length == length) {
            ids(new ObjectMapper().readTree(answer)).forEach(acknowledged::add);
        } else if (status.matches("HTTP/1.1 (429|503) .*") && retryAfter) {
            shed.incrementAndGet();
        } else {
            strange.add(status + " " + new String(answer, StandardCharsets.UTF_8));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new IOException("the connection ended");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    private static String row(String padding) {
        String hours = "1" + ",1".repeat(ROWS - 1);
        return "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[" + ROWS + "],\"datatype\":\"FP64\",\"data\":[" + hours
                + "]}]" + padding + "}";
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode output : answer.path("outputs")) {
            if (output.path("name").asText().equals("prediction_id")) {
                output.path("data").forEach(id -> ids.add(id.asText()));
            }
        }
        assertThat(ids).hasSize(ROWS);
        return ids;
    }

    private Set<String> logged(ObjectStore store) throws Exception {
        Path copy = directory.resolve("copy");
        for (String key : store.list("predictions/", "", 100_000)) {
            Path target = copy.resolve(key);
            Files.createDirectories(target.getParent());
            assertThat(store.download(key, target)).isTrue();
        }
        Set<String> ids = new TreeSet<>();
        for (List<?> row : Sql.rows(
                copy, "predictions/**/*.parquet", "SELECT _prediction_id, count(*) FROM LOG GROUP BY _prediction_id")) {
            assertThat(row.get(1)).as("copies of " + row.get(0)).isEqualTo(1L);
            ids.add(String.valueOf(row.get(0)));
        }
        return ids;
    }
}
