package dev.perennial.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The control API as a test speaks to it. */
final class ControlApi {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final String actor;

    /** The API at this address, as this person uses it. */
    ControlApi(String url, String actor) {
        this.url = url;
        this.actor = actor;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode apply(String yaml) throws IOException, InterruptedException {
        return send(request("/models")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(yaml)));
    }

    JsonNode upload(String path, Path parquet) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofFile(parquet)));
    }

    /** A command with the given fields, each {@code name=value}. */
    JsonNode command(String path, String... fields) throws IOException, InterruptedException {
        var body = json.createObjectNode().put("commandId", UUID.randomUUID().toString());
        for (String field : fields) {
            int equals = field.indexOf('=');
            body.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-Perennial-Actor", actor);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }
}
