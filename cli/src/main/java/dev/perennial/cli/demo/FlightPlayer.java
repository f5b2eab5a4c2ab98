package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends flights to the gateway hour by hour of event time, each as an ordinary inference request of its own, and each
 * label as feedback in the hour in which the flight lands. A request that meets a gateway that is down is sent again:
 * clients do. Not safe for use by several threads.
 */
final class FlightPlayer {
    private static final int IN_FLIGHT = 16;
    private static final int ATTEMPTS = 60;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore slots = new Semaphore(IN_FLIGHT);
    private final FlightYear year;
    private final Supplier<String> gatewayUrl;
    private final String model;
    private final Scoreboard scoreboard;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::known));

    FlightPlayer(FlightYear year, Supplier<String> gatewayUrl, String model, Scoreboard scoreboard) {
        this.year = year;
        this.gatewayUrl = gatewayUrl;
        this.model = model;
        this.scoreboard = scoreboard;
    }

    private record Due(Instant known, String predictionId, boolean late) {}

    private record Answer(String predictionId, double probability, int version, String arm) {}

    /** Plays one hour: its departures, then the labels of all flights that land before its end. */
    void playHour(Instant hour) {
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        List<Flight> flights = year.between(hour, end);
        List<CompletableFuture<Answer>> answers = new ArrayList<>(flights.size());
        for (Flight flight : flights) {
            answers.add(send("/v2/models/" + model + "/infer", inference(flight), this::answer));
        }
        for (int i = 0; i < flights.size(); i++) {
            Answer answer = answers.get(i).join();
            Flight flight = flights.get(i);
            scoreboard.answered(flight, answer.probability(), answer.version());
            due.add(new Due(flight.known(), answer.predictionId(), flight.late()));
        }
        sendLabelsBefore(end);
    }

    private void sendLabelsBefore(Instant end) {
        StringBuilder body = new StringBuilder("{\"labels\":[");
        int labels = 0;
        while (!due.isEmpty() && due.element().known().isBefore(end)) {
            Due label = due.remove();
            body.append(labels++ == 0 ? "" : ",")
                    .append("{\"prediction_id\":\"")
                    .append(label.predictionId())
                    .append("\",\"label\":")
                    .append(label.late() ? 1 : 0)
                    .append(",\"labelled_at\":\"")
                    .append(label.known())
                    .append("\"}");
        }
        if (labels > 0) {
            int sent = labels;
            int accepted = send(
                            "/v2/models/" + model + "/feedback",
                            body.append("]}").toString(),
                            text -> {
                                JsonNode answer = json.readTree(text);
                                if (answer.path("accepted").asInt() != sent) {
                                    throw new IOException("Feedback refused: " + text);
                                }
                                return sent;
                            })
                    .join();
            scoreboard.labelled(accepted);
        }
    }

    private Answer answer(String text) throws IOException {
        JsonNode root = json.readTree(text);
        JsonNode parameters = root.path("parameters");
        return new Answer(
                parameters.path("prediction_id").asText(),
                root.path("outputs").path(0).path("data").path(0).asDouble(),
                root.path("model_version").asInt(),
                parameters.path("arm").asText());
    }

    private static String inference(Flight flight) {
        StringBuilder body = new StringBuilder(1200).append("{\"inputs\":[");
        text(body, "carrier", flight.carrier());
        text(body.append(','), "origin", flight.origin());
        text(body.append(','), "dest", flight.destination());
        for (int i = 0; i < FlightYear.NUMBERS.size(); i++) {
            double number = flight.number(i);
            if (!Double.isNaN(number)) {
                body.append(",{\"name\":\"")
                        .append(FlightYear.NUMBERS.get(i))
                        .append("\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[")
                        .append(number)
                        .append("]}");
            }
        }
        body.append("],\"parameters\":{\"event_time\":\"")
                .append(flight.departure())
                .append('"');
        if (flight.aircraft() != null) {
            body.append(",\"entity\":\"").append(flight.aircraft()).append('"');
        }
        return body.append("}}").toString();
    }

    private static void text(StringBuilder body, String name, String value) {
        body.append("{\"name\":\"")
                .append(name)
                .append("\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"")
                .append(value)
                .append("\"]}");
    }

    private interface Reader<T> {
        T read(String body) throws IOException;
    }

    private <T> CompletableFuture<T> send(String path, String body, Reader<T> reader) {
        slots.acquireUninterruptibly();
        return attempt(path, body, reader, 1).whenComplete((answer, failure) -> slots.release());
    }

    private <T> CompletableFuture<T> attempt(String path, String body, Reader<T> reader, int attempt) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gatewayUrl.get() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> {
                    try {
                        if (response.statusCode() != 200) {
                            throw new IOException(
                                    "The gateway answered " + response.statusCode() + ": " + response.body());
                        }
                        return reader.read(response.body());
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                })
                .exceptionallyCompose(failure -> attempt >= ATTEMPTS
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.runAsync(() -> {}, pause())
                                .thenCompose(nothing -> attempt(path, body, reader, attempt + 1)));
    }

    private static Executor pause() {
        return CompletableFuture.delayedExecutor(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
