package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import dev.perennial.registry.spec.FeedbackSpec;
import dev.perennial.serving.gateway.FeedbackMetrics.Outcome;
import dev.perennial.serving.gateway.RecentFeedback.SaidAt;
import dev.perennial.serving.log.LoggedFeedback;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is said about predictions: labels, corrections, ratings, clicks. Says 200 once those that it accepts are in
 * the log, and names each that it does not with the reason; 400 where it accepts none. An id proves itself, so nothing is
 * looked up. Thread-safe.
 */
final class FeedbackHandler {
    private final WriteAheadLog log;
    private final BodyReader bodies;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final JsonFactory json = new RequestJson();
    private final SourceCaps caps = new SourceCaps();
    private final RecentFeedback recent = new RecentFeedback();

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

    /** Whether a content type says that the body holds one JSON document a line. */
    static boolean isLines(HttpServerExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return lower.contains("ndjson") || lower.contains("jsonl") || lower.contains("json-lines");
    }

    private void accept(HttpServerExchange exchange, RouteTable table, byte[] body) {
        FeedbackRequest request;
        try {
            request = isLines(exchange) ? FeedbackRequest.readLines(json, body) : FeedbackRequest.read(json, body);
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
            return;
        }
        Taking taking = new Taking(table, clock.instant());
        request.items().forEach(taking::take);
        metrics.labelled(taking.accepted, taking.refused.count());
        if (taking.accepted + taking.quarantined == 0) {
            answers.json(exchange, 400, taking.refusal());
            return;
        }
        byte[] records = taking.frames.take();
        if (records.length == 0) {
            // All of it is in the log already.
            answers.json(exchange, 200, taking.answer());
            return;
        }
        LoggedAnswer outcome = new LoggedAnswer(exchange, answers, 200, taking.answer(), taking.repetitions::logged);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> log.appendDurably(records, outcome));
    }

    /** The items of one request, one after the other. */
    private final class Taking {
        private final RouteTable table;
        private final FeedbackSpec limits;
        private final FeedbackRules rules;
        private final Instant received;
        private final FrameBuffer frames = new FrameBuffer();
        private final RefusedItems refused = new RefusedItems();
        private final RecentFeedback.Request repetitions = recent.begin();
        private int accepted;
        private int duplicates;
        private int quarantined;

        private Taking(RouteTable table, Instant received) {
            this.table = table;
            this.received = received;
            limits = table.spec().feedback();
            rules = new FeedbackRules(table, received);
        }

        private void take(FeedbackItem item) {
            FeedbackRules.Judged judged = rules.judge(item);
            LoggedFeedback said = judged.record();
            if (said == null) {
                refused.add(item, String.valueOf(judged.refusal()));
                count(item, Outcome.REJECTED);
                return;
            }
            SaidAt saidAt = item.saidAt() == null ? SaidAt.OF_ARRIVAL : SaidAt.STATED;
            if (repetitions.repeats(said, saidAt)) {
                accepted++;
                duplicates++;
                count(item, Outcome.DUPLICATE);
                return;
            }
            if (caps.admits(table.model().value(), limits, item.source(), received)) {
                said.encode(frames);
                repetitions.add(said, saidAt);
                accepted++;
                count(item, Outcome.ACCEPTED);
            } else {
                said.inQuarantine("source-share").encode(frames);
                quarantined++;
                count(item, Outcome.QUARANTINED);
            }
        }

        private void count(FeedbackItem item, Outcome outcome) {
            metrics.feedback().count(table.model().value(), item.kind(), outcome);
        }

        private ByteBuffer answer() {
            return numbers(null).copy();
        }

        private ByteBuffer refusal() {
            return numbers("None of the items was taken: " + refused.firstReason())
                    .copy();
        }

        private JsonBytes numbers(@Nullable String error) {
            JsonBytes out = new JsonBytes().raw("{");
            if (error != null) {
                out.raw("\"error\":").text(error).raw(",");
            }
            out.raw("\"accepted\":")
                    .number(accepted)
                    .raw(",\"duplicates\":")
                    .number(duplicates)
                    .raw(",\"quarantined\":")
                    .number(quarantined);
            if (quarantined > 0) {
                out.raw(",\"quarantine_reason\":").text(SourceCaps.explained(limits));
            }
            return out.raw(",\"rejected\":[").append(refused.json()).raw("]}");
        }
    }
}
