package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** The control API as the story uses it: the same requests that the command line makes. Safe for use by several threads. */
final class Loop {
    private static final String ACTOR = "X-Perennial-Actor";
    private static final int CONFLICT = 409;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<String> consoleUrl;
    private final String model;

    Loop(Supplier<String> consoleUrl, String model) {
        this.consoleUrl = consoleUrl;
        this.model = model;
    }

    /** Declares the model. */
    JsonNode apply(String yaml) throws IOException, InterruptedException {
        return send(request("/models")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(yaml)));
    }

    /** The model's state with what its entity is doing. */
    JsonNode model() throws IOException, InterruptedException {
        return send(request("/models/" + model).GET());
    }

    /** Timeline entries after a sequence number. */
    JsonNode history(long after) throws IOException, InterruptedException {
        return send(request("/models/" + model + "/history?limit=500&after=" + after)
                .GET());
    }

    /** Adds a table of labelled rows to the model's history. */
    JsonNode importTable(Path parquet) throws IOException, InterruptedException {
        return send(request("/models/" + model + "/imports")
                .header("Content-Type", "application/vnd.apache.parquet")
                .POST(HttpRequest.BodyPublishers.ofFile(parquet)));
    }

    /** Uploads a table for one retraining, and gives its digest. */
    String uploadTable(Path parquet) throws IOException, InterruptedException {
        return send(request("/models/" + model + "/tables")
                        .header("Content-Type", "application/vnd.apache.parquet")
                        .POST(HttpRequest.BodyPublishers.ofFile(parquet)))
                .path("digest")
                .asText();
    }

    /** Asks for a retraining on the log. */
    JsonNode retrain(String reason) throws IOException, InterruptedException {
        return command("/models/" + model + "/retrainings", body(reason));
    }

    /** Asks for a retraining on an uploaded table; false if another one is under way. */
    boolean offer(String reason, String table) throws IOException, InterruptedException {
        HttpRequest asked = post(
                        "/models/" + model + "/retrainings", body(reason).put("table", table))
                .build();
        HttpResponse<String> answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == CONFLICT) {
            return false;
        }
        taken(asked, answer);
        return true;
    }

    /** Starts scheduled monitoring of the windows after {@code from}. */
    JsonNode startMonitoring(Instant from) throws IOException, InterruptedException {
        return command(
                "/models/" + model + "/monitor/start", body("the demo begins").put("from", from.toString()));
    }

    /** One review with its evidence. */
    JsonNode review(String id) throws IOException, InterruptedException {
        return send(request("/reviews/" + encoded(id)).GET());
    }

    /** Approves a review for exactly this evidence, as somebody else: nobody approves what they asked for themselves. */
    JsonNode approve(String id, String evidence, String comment) throws IOException, InterruptedException {
        return send(post(
                        "/reviews/" + encoded(id) + "/approve",
                        json.createObjectNode().put("evidence", evidence).put("comment", comment))
                .setHeader(ACTOR, "user:demo-reviewer"));
    }

    private ObjectNode body(String reason) {
        return json.createObjectNode().put("reason", reason);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    private JsonNode command(String path, ObjectNode body) throws IOException, InterruptedException {
        return send(post(path, body));
    }

    private HttpRequest.Builder post(String path, ObjectNode body) {
        body.put("commandId", UUID.randomUUID().toString());
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(consoleUrl.get() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header(ACTOR, "user:demo");
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<String> response = http.send(built, HttpResponse.BodyHandlers.ofString());
        return taken(built, response);
    }

    private JsonNode taken(HttpRequest request, HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException("Cannot " + request.method() + " " + request.uri() + ": " + response.statusCode()
                    + " " + response.body());
        }
        return json.readTree(response.body());
    }
}
