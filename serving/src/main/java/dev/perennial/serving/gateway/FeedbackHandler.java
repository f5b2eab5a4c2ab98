package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.log.LoggedLabel;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Takes labels by prediction id. Says 200 once those that it accepts are in the log, and names each that it does not with
 * the reason. An id proves itself, so nothing is looked up. Thread-safe.
 */
final class FeedbackHandler {
    private final WriteAheadLog log;
    private final BodyReader bodies;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final JsonFactory json = RequestJson.factory();

    FeedbackHandler(
            WriteAheadLog log, BodyReader bodies, Answers answers, GatewayMetrics metrics, InstantSource clock) {
        this.log = log;
        this.bodies = bodies;
        this.answers = answers;
        this.metrics = metrics;
        this.clock = clock;
    }

    void handle(HttpServerExchange exchange, RouteTable table) {
        bodies.read(exchange, (read, body) -> accept(read, table, body));
    }

    private void accept(HttpServerExchange exchange, RouteTable table, byte[] body) {
        FeedbackRequest request;
        try {
            request = FeedbackRequest.read(json, body);
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
            return;
        }
        Instant received = clock.instant();
        FrameBuffer frames = new FrameBuffer();
        JsonBytes rejected = new JsonBytes();
        int accepted = 0;
        int refused = 0;
        for (FeedbackRequest.Item item : request.items()) {
            String problem = item.problem();
            Optional<Instant> eventTime = problem == null ? table.ids().eventTime(item.id()) : Optional.empty();
            if (eventTime.isPresent()) {
                encode(table, item, eventTime.get(), received, frames);
                accepted++;
            } else {
                rejected.raw(refused == 0 ? "" : ",")
                        .raw("{\"prediction_id\":")
                        .text(item.id())
                        .raw(",\"reason\":")
                        .text(problem == null ? "this gateway's model made no such prediction" : problem)
                        .raw("}");
                refused++;
            }
        }
        metrics.labelled(accepted, refused);
        JsonBytes answer = new JsonBytes()
                .raw("{\"accepted\":")
                .number(accepted)
                .raw(",\"rejected\":[")
                .append(rejected)
                .raw("]}");
        if (accepted == 0) {
            answers.json(exchange, 200, answer.copy());
            return;
        }
        byte[] records = frames.take();
        LoggedAnswer outcome = new LoggedAnswer(exchange, answers, 200, answer.copy(), () -> {});
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> log.appendDurably(records, outcome));
    }

    private static void encode(
            RouteTable table, FeedbackRequest.Item item, Instant eventTime, Instant received, FrameBuffer frames) {
        UUID id = Objects.requireNonNull(PredictionIds.canonical(item.id()));
        Instant labelledAt = item.labelledAt();
        new LoggedLabel(
                        table.model(),
                        id,
                        eventTime.toEpochMilli(),
                        item.label(),
                        micros(labelledAt == null ? received : labelledAt),
                        micros(received),
                        item.source())
                .encode(frames);
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }
}
