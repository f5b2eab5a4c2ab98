package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.serving.gateway.FeedbackMetrics.Outcome;
import dev.perennial.serving.ids.OwnIds;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LoggedObservation;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Takes predictions that another server made: one observation, many under {@code observations}, or one a line. Says 200
 * once those that it accepts are in the log, and names each that it does not with the reason; 400 where it accepts none.
 * Thread-safe.
 */
final class ObservationHandler {
    private static final int MOST_REMEMBERED = 1 << 16;
    private static final int MOST_ITEMS = 10_000;

    private final WriteAheadLog log;
    private final BodyReader bodies;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final JsonFactory json = new RequestJson();
    /* What is in the log for sure. It forgets the oldest; the log then has a row twice, which whoever joins counts once. */
    private final Map<UUID, Boolean> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    ObservationHandler(
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
        Taking taking = new Taking(table, FeedbackRules.micros(clock.instant()));
        try {
            if (body.length == 0) {
                throw invalid("Invalid observations: the body is empty, expected a JSON object with observations");
            }
            if (FeedbackHandler.isLines(exchange)) {
                taking.lines(body);
            } else {
                taking.document(body);
            }
            if (taking.items == 0) {
                throw invalid("Invalid observations: there are none in it");
            }
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
            return;
        }
        metrics.feedback().observed(table.model().value(), Outcome.DUPLICATE, taking.duplicates);
        metrics.feedback().observed(table.model().value(), Outcome.REJECTED, taking.refused.count());
        byte[] records = taking.frames.take();
        if (taking.accepted == 0 || records.length == 0) {
            answers.json(exchange, taking.accepted == 0 ? 400 : 200, taking.answer());
            return;
        }
        LoggedAnswer outcome = new LoggedAnswer(exchange, answers, 200, taking.answer(), taking::logged);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> log.appendDurably(records, outcome));
    }

    private boolean isKnown(UUID id) {
        synchronized (known) {
            return known.containsKey(id);
        }
    }

    /** The observations of one request, one after the other. */
    private final class Taking {
        private final RouteTable table;
        private final long receivedMicros;
        private final ObservationDraft draft;
        private final FrameBuffer frames = new FrameBuffer();
        private final RefusedItems refused = new RefusedItems();
        private final Map<UUID, Boolean> fresh = new LinkedHashMap<>();
        private int items;
        private int accepted;
        private int duplicates;

        private Taking(RouteTable table, long receivedMicros) {
            this.table = table;
            this.receivedMicros = receivedMicros;
            draft = new ObservationDraft(table.schema(), table.spec());
        }

        private void document(byte[] body) {
            try (JsonParser in = json.createParser(body)) {
                if (in.nextToken() != JsonToken.START_OBJECT || in.nextToken() != JsonToken.FIELD_NAME) {
                    throw invalid("Invalid observations: expected a JSON object with observations");
                }
                if (!in.currentName().equals("observations")) {
                    one(body);
                    return;
                }
                if (in.nextToken() != JsonToken.START_ARRAY) {
                    throw invalid("Invalid observations: expected an array");
                }
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (in.currentToken() != JsonToken.START_OBJECT) {
                        throw invalid("Invalid observations: expected objects with id, event_time, score and features");
                    }
                    draft.read(in);
                    take(items);
                }
                if (in.nextToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
                    throw invalid("Invalid observations: something follows them");
                }
            } catch (JsonProcessingException e) {
                throw InferRequestReader.invalidJson(e);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read from memory", e);
            }
        }

        private void one(byte[] body) throws IOException {
            try (JsonParser in = json.createParser(body)) {
                in.nextToken();
                draft.read(in);
                take(0);
                if (in.nextToken() != null) {
                    throw invalid("Invalid observations: something follows the JSON object");
                }
            }
        }

        private void lines(byte[] body) {
            JsonLines.each(body, (number, start, end) -> {
                try (JsonParser in = json.createParser(body, start, end - start)) {
                    if (in.nextToken() != JsonToken.START_OBJECT) {
                        throw new IOException("no object");
                    }
                    draft.read(in);
                    take(number);
                } catch (IOException e) {
                    refuse(number, "", "the line is no JSON object");
                }
            });
        }

        private void refuse(int index, String id, String reason) {
            items++;
            refused.add(index, "id", id, reason);
        }

        private void take(int index) {
            if (items == MOST_ITEMS) {
                throw new RejectedRequestException(
                        413, "Too many items: more than " + MOST_ITEMS + ", which are all that is read of one request");
            }
            String problem = draft.problem();
            if (problem != null) {
                refuse(index, draft.ownId(), problem);
                return;
            }
            items++;
            accepted++;
            UUID id = OwnIds.of(table.model(), draft.ownId(), draft.eventMillis());
            if (isKnown(id) || fresh.putIfAbsent(id, true) != null) {
                duplicates++;
                return;
            }
            new LoggedObservation(
                            draft.ownId(),
                            draft.madeBy(),
                            new LoggedPrediction(
                                    id,
                                    draft.eventMillis(),
                                    receivedMicros,
                                    0,
                                    Arm.EXTERNAL,
                                    draft.entity(),
                                    draft.score(),
                                    0,
                                    Double.NaN,
                                    draft.latencyMicros(),
                                    null))
                    .encode(table.columns(), draft.classAnswer(), draft.row(), frames);
        }

        private void logged() {
            synchronized (known) {
                known.putAll(fresh);
            }
            metrics.feedback().observed(table.model().value(), Outcome.ACCEPTED, fresh.size());
        }

        private ByteBuffer answer() {
            JsonBytes out = new JsonBytes().raw("{");
            if (accepted == 0) {
                out.raw("\"error\":")
                        .text("None of the observations was taken: " + refused.firstReason())
                        .raw(",");
            }
            return out.raw("\"accepted\":")
                    .number(accepted)
                    .raw(",\"duplicates\":")
                    .number(duplicates)
                    .raw(",\"rejected\":[")
                    .append(refused.json())
                    .raw("]}")
                    .copy();
        }
    }
}
