package dev.perennial.testing.servers;

import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real Temporal server with its state in a file, on free ports of loopback, namespace {@code default}.
 *
 * <p>{@link #start}, {@link #restart} return once the server lists the domain's search attributes (PerennialModel,
 * PerennialKind, PerennialWindow). Ports and state stay the same over {@link #kill} and {@link #restart}. Thread-safe.
 */
public final class TemporalServer implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final String endpoint;
    private final URI webPage;
    private final URI httpInterface;
    private final ServerProcess process;

    private TemporalServer(Path dataDir, int[] ports) {
        this.endpoint = "127.0.0.1:" + ports[0];
        this.webPage = URI.create("http://127.0.0.1:" + ports[1]);
        this.httpInterface = URI.create("http://127.0.0.1:" + ports[2]);
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        URI attributes = httpInterface.resolve("/api/v1/namespaces/" + namespace() + "/search-attributes");
        this.process = new ServerProcess(
                "temporal",
                List.of(
                        Checkout.infra("run-temporal").toString(),
                        dataDir.resolve("temporal.db").toString(),
                        Integer.toString(ports[0]),
                        Integer.toString(ports[1]),
                        Integer.toString(ports[2]),
                        Integer.toString(ports[3])),
                Map.of(),
                dataDir.resolve("temporal.log"),
                () -> listsDomainAttributes(client, attributes));
    }

    /** Starts a server that keeps its state and its log in {@code dataDir}, which is created if absent. */
    public static TemporalServer start(Path dataDir) {
        ServerProcess.install(dataDir);
        for (int attempt = 1; ; attempt++) {
            TemporalServer server = new TemporalServer(dataDir, FreePorts.take(4));
            try {
                server.process.start();
                return server;
            } catch (IllegalStateException failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private static boolean listsDomainAttributes(HttpClient client, URI attributes)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(attributes)
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200
                && List.of("PerennialModel", "PerennialKind", "PerennialWindow").stream()
                        .allMatch(answer.body()::contains);
    }

    /** Host and port of the gRPC front end, as {@code TEMPORAL_ADDRESS} has it. */
    public String endpoint() {
        return endpoint;
    }

    public String namespace() {
        return "default";
    }

    /** Temporal's own web page. */
    public URI webPage() {
        return webPage;
    }

    /** The same front end over HTTP with JSON, for looking without a client library. */
    public URI httpInterface() {
        return httpInterface;
    }

    /** The settings of this server as a process of the product reads them. */
    public Map<String, String> environment() {
        return Map.of("TEMPORAL_ADDRESS", endpoint, "TEMPORAL_NAMESPACE", namespace());
    }

    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public synchronized void kill() {
        process.kill();
    }

    /** SIGTERM. */
    public synchronized void stop() {
        process.stop();
    }

    /** Starts again what was killed or stopped, or kills and starts what runs. */
    public synchronized void restart() {
        process.kill();
        process.start();
    }

    /** The end of the server's output, for an error message. */
    public String logTail() {
        return process.logTail();
    }

    /** Kills the server; its state stays. */
    @Override
    public void close() {
        kill();
    }
}
