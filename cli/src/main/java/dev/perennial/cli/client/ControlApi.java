package dev.perennial.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** One HTTP server that answers in JSON: the control API, or a gateway. */
public final class ControlApi {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 180_000;
    private static final int UNKNOWN_LENGTH_CHUNK = 1 << 16;

    private final String base;
    private final String server;
    private final String actor;
    private final String remedy;
    private final ObjectMapper json = new ObjectMapper();

    private ControlApi(String base, String server, String actor, String remedy) {
        this.base = base;
        this.server = server;
        this.actor = actor;
        this.remedy = remedy;
    }

    /** The control API at this address, asked by this person. */
    static ControlApi console(String url, String actor) {
        return new ControlApi(url + "/api/v1", "control API at " + url, actor, "perennial dev");
    }

    /** The gateway at this address. */
    static ControlApi gateway(String url, String actor) {
        return new ControlApi(url, "gateway at " + url, actor, "perennial doctor");
    }

    /** A word of a path or query, escaped. */
    public static String segment(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A command's body with a fresh idempotency key. */
    public ObjectNode command() {
        return json.createObjectNode().put("commandId", UUID.randomUUID().toString());
    }

    /** An empty object. */
    public ObjectNode object() {
        return json.createObjectNode();
    }

    /** Reads. */
    public JsonNode get(String path) {
        return send("GET", path, "", new byte[0]);
    }

    /** Reads a page for browsers. */
    public String page(String path) {
        HttpURLConnection connection = open("GET", path, "");
        connection.setRequestProperty("Accept", "text/html");
        return new String(answer(connection, InputStream.nullInputStream()), StandardCharsets.UTF_8);
    }

    /** Reads an answer that is meant for a reader even where its status says that something is wrong. */
    public JsonNode getWhatever(String path) {
        HttpURLConnection connection = open("GET", path, "");
        try {
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return stream == null ? json.createObjectNode() : json.readTree(stream);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Where the server is. */
    public String address() {
        return base;
    }

    /** Commands. */
    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a document. */
    public JsonNode post(String path, String contentType, byte[] body) {
        return send("POST", path, contentType, body);
    }

    /** Sends items, one a line; the answer names those that were not taken, and is one also where none was. */
    public JsonNode postItems(String path, String lines) {
        HttpURLConnection connection = open("POST", path, "application/x-ndjson");
        try {
            byte[] answer;
            try (OutputStream out = connection.getOutputStream()) {
                out.write(lines.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                answer = stream == null ? new byte[0] : stream.readAllBytes();
            }
            JsonNode read = answer.length == 0 ? json.createObjectNode() : json.readTree(answer);
            if (status < 400 || (status == 400 && read.path("rejected").isArray())) {
                return read;
            }
            throw failure(status, answer);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Removes. */
    public JsonNode delete(String path, JsonNode body) {
        return send("DELETE", path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a file of any size. */
    public JsonNode postFile(String path, String contentType, Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            HttpURLConnection connection = open("POST", path, contentType);
            connection.setChunkedStreamingMode(UNKNOWN_LENGTH_CHUNK);
            return exchange(connection, content);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "Cannot read " + file + ": " + e.getMessage());
        }
    }

    private JsonNode send(String method, String path, String contentType, byte[] body) {
        return exchange(open(method, path, contentType), new ByteArrayInputStream(body));
    }

    private HttpURLConnection open(String method, String path, String contentType) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(base + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestProperty("Accept", "application/json");
            connection.setRequestProperty("X-Perennial-Actor", actor);
            if (!contentType.isEmpty()) {
                connection.setRequestProperty("Content-Type", contentType);
                connection.setDoOutput(true);
            }
            return connection;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.INVALID, "Invalid address: " + base + path + ": " + e.getMessage());
        }
    }

    private JsonNode exchange(HttpURLConnection connection, InputStream body) {
        byte[] answer = answer(connection, body);
        try {
            return json.readTree(answer);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private byte[] answer(HttpURLConnection connection, InputStream body) {
        try {
            if (connection.getDoOutput()) {
                try (OutputStream out = connection.getOutputStream()) {
                    body.transferTo(out);
                }
            }
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] answer = stream == null ? new byte[0] : stream.readAllBytes();
                if (status < 400) {
                    return answer;
                }
                throw failure(status, answer);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private CommandFailure unreachable(IOException reason) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "The " + server + " cannot be reached (" + reason.getMessage() + "); try: " + remedy);
    }

    private CommandFailure failure(int status, byte[] answer) {
        JsonNode body;
        try {
            body = json.readTree(answer);
        } catch (IOException e) {
            body = json.createObjectNode();
        }
        JsonNode error = body.path("error");
        StringBuilder message = new StringBuilder(
                error.isTextual() ? error.asText() : error.path("message").asText("status " + status));
        error.path("problems").forEach(problem -> {
            if (problem.path("line").asInt() > 0) {
                message.append("\n  line ")
                        .append(problem.path("line").asInt())
                        .append(", column ")
                        .append(problem.path("column").asInt())
                        .append(": ")
                        .append(problem.path("message").asText());
            }
        });
        return new CommandFailure(exitCode(status), message + (status == 503 ? "\ntry: perennial doctor" : ""));
    }

    private static ExitCode exitCode(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.INVALID;
            case 401, 403 -> ExitCode.FORBIDDEN;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.REFUSED;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }
}
