package dev.perennial.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.client.DomainSearchAttributes;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/** A control API on a free port, with a store in memory and a real Temporal that no worker polls. */
final class TestConsole implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final ObjectStore store = new InMemoryObjectStore();
    private final Registry registry = new ObjectStoreRegistry(store, InstantSource.system());
    private final HttpClient http = HttpClient.newHttpClient();
    private final TemporalConnection temporal;
    private final ConsoleServer server;

    TestConsole(String temporalAddress) {
        this.temporal =
                TemporalConnection.open(TemporalSettings.at(temporalAddress, "default"), Duration.ofSeconds(30));
        DomainSearchAttributes.register(temporal, Duration.ofSeconds(30));
        this.server = ConsoleServer.start(
                new ConsoleSettings("127.0.0.1", 0, ANSWER_WITHIN, ANSWER_WITHIN, ANSWER_WITHIN),
                registry,
                store,
                temporal,
                InstantSource.system());
    }

    Registry registry() {
        return registry;
    }

    TemporalConnection temporal() {
        return temporal;
    }

    int port() {
        return server.port();
    }

    /** A model file that is valid. */
    static String file(String model) {
        return String.join(
                "\n",
                "apiVersion: perennial.dev/v1",
                "kind: Model",
                "metadata: {name: " + model + ", owner: ops@example.org}",
                "spec:",
                "  task: binary-classification",
                "  features:",
                "    - {name: x, type: number, required: true}",
                "  label: {name: late, positive: \"1\", arrives: {typical: PT1H, matureAfter: P1D}}",
                "  time: request",
                "  monitor: {every: P1D, window: P7D}",
                "");
    }

    Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("X-Perennial-Actor", "ada")
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
    }

    @Override
    public void close() {
        server.close();
        temporal.close();
    }

    record Answer(int status, JsonNode body) {
        String code() {
            return body.at("/error/code").asText();
        }

        String message() {
            return body.at("/error/message").asText();
        }
    }
}
