package dev.perennial.cli.endtoend;

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
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of the gateway: pumps report every hour of event time and learn an hour later whether they failed. Whatever was
 * acknowledged is in the ledger. A request that gets no answer is given up and sent anew, as clients do.
 */
final class PumpTraffic implements Runnable {
    private static final int ROWS_AN_HOUR = 12;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Queue<String> acknowledgedPredictions = new ConcurrentLinkedQueue<>();
    private final Queue<String> acknowledgedLabels = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final String gateway;
    private volatile Instant hour;
    private volatile Duration pause = Duration.ZERO;
    private volatile boolean stopped;

    PumpTraffic(String gateway, Instant from) {
        this.gateway = gateway;
        this.hour = from;
    }

    /** The rows of a table made elsewhere, as CSV: the world before {@code to}, in which vibration harms. */
    static String historyCsv(Instant from, Instant to) {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("event_time,pressure,vibration,site,failed\n");
        for (Instant hour = from; hour.isBefore(to); hour = hour.plus(1, ChronoUnit.HOURS)) {
            for (int i = 0; i < ROWS_AN_HOUR; i++) {
                Pump pump = Pump.random(random, World.BEFORE);
                csv.append(hour.plusSeconds(240L * i))
                        .append(',')
                        .append(pump.pressure)
                        .append(',');
                csv.append(pump.vibration).append(',').append(pump.site).append(',');
                csv.append(pump.failed ? 1 : 0).append('\n');
            }
        }
        return csv.toString();
    }

    /** How the world works: in the newer one it is low pressure that harms. */
    private enum World {
        BEFORE,
        AFTER
    }

    private record Pump(double pressure, double vibration, String site, boolean failed) {
        static Pump random(SplittableRandom random, World world) {
            double pressure = random.nextDouble(-1, 1);
            double vibration = random.nextDouble(-1, 1);
            double harm = world == World.BEFORE ? 3 * vibration - 1 : -3 * pressure - 1;
            boolean failed = random.nextDouble() < 1 / (1 + Math.exp(-harm));
            return new Pump(pressure, vibration, "s" + random.nextInt(3), failed);
        }
    }

    @Override
    public void run() {
        List<String> due = new ArrayList<>();
        while (!stopped) {
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < ROWS_AN_HOUR && !stopped; i++) {
                Pump pump = Pump.random(random, World.AFTER);
                String id = predict(pump, hour.plusSeconds(240L * i));
                if (!id.isEmpty()) {
                    acknowledgedPredictions.add(id);
                    labels.add("{\"prediction_id\":\"" + id + "\",\"label\":" + (pump.failed ? 1 : 0)
                            + ",\"labelled_at\":\"" + hour.plus(1, ChronoUnit.HOURS) + "\"}");
                }
            }
            if (!due.isEmpty()
                    && !post("/v2/models/pump/feedback", "{\"labels\":[" + String.join(",", due) + "]}")
                            .isEmpty()) {
                due.forEach(label -> acknowledgedLabels.add(label.substring(18, 54)));
            }
            due = labels;
            hour = hour.plus(1, ChronoUnit.HOURS);
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private String predict(Pump pump, Instant time) {
        String body = "{\"inputs\":[" + number("pressure", pump.pressure) + "," + number("vibration", pump.vibration)
                + ",{\"name\":\"site\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"" + pump.site + "\"]}],"
                + "\"parameters\":{\"event_time\":\"" + time + "\"}}";
        try {
            JsonNode answer = json.readTree(post("/v2/models/pump/infer", body));
            return answer.path("parameters").path("prediction_id").asText();
        } catch (IOException e) {
            throw new IllegalStateException("The gateway answered no JSON", e);
        }
    }

    private static String number(String name, double value) {
        return "{\"name\":\"" + name + "\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[" + value + "]}";
    }

    /** The answer; sent again until there is one, empty when the traffic stops. */
    private String post(String path, String body) {
        while (!stopped) {
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(URI.create(gateway + path))
                                .timeout(Duration.ofSeconds(5))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                if (response.statusCode() != 503) {
                    throw new IllegalStateException(
                            "The gateway answered " + response.statusCode() + ": " + response.body());
                }
            } catch (IOException noAnswer) {
                unanswered.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return "";
    }

    /** The hour of event time that is being played. */
    Instant hour() {
        return hour;
    }

    /** Lets an hour of event time take at least this long. */
    void pauseBetweenHours(Duration length) {
        pause = length;
    }

    void stop() {
        stopped = true;
    }

    /** The ids of all predictions that were answered. */
    List<String> acknowledgedPredictions() {
        return List.copyOf(acknowledgedPredictions);
    }

    /** The ids of all predictions whose label was accepted. */
    List<String> acknowledgedLabels() {
        return List.copyOf(acknowledgedLabels);
    }

    /** How many requests got no answer: the faults that were injected were felt. */
    int unanswered() {
        return unanswered.get();
    }
}
