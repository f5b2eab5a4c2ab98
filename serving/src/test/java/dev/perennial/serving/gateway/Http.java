package dev.perennial.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of one gateway. */
final class Http {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    Http(int port) {
        base = "http://127.0.0.1:" + port;
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer infer(String body) {
        return post("/v2/models/flight-delay/infer", body);
    }

    /** A request for inference with these bytes and headers, given as names and values in turn. */
    Bytes bytes(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Bytes(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            boolean isJson = body.startsWith("{") || body.startsWith("[");
            return new Answer(
                    response.statusCode(),
                    body,
                    isJson ? json.readTree(body) : json.nullNode(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** An answer as it came. */
    static final class Bytes {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Bytes(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        byte[] body() {
            return body.clone();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The JSON at the beginning of the body. */
        JsonNode json() {
            int length = header("Inference-Header-Content-Length").isEmpty()
                    ? body.length
                    : Integer.parseInt(header("Inference-Header-Content-Length"));
            try {
                return new ObjectMapper().readTree(body, 0, length);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** What follows the JSON. */
        ByteBuffer tensors() {
            int length = Integer.parseInt(header("Inference-Header-Content-Length"));
            return ByteBuffer.wrap(body, length, body.length - length).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    record Answer(int status, String body, JsonNode json, String retryAfter) {
        String id() {
            return json.at("/parameters/prediction_id").asText();
        }

        String arm() {
            return json.at("/parameters/arm").asText();
        }

        double score() {
            return json.at("/outputs/0/data/0").asDouble(Double.NaN);
        }

        String error() {
            return json.path("error").asText();
        }
    }
}
