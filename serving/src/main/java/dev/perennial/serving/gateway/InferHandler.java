package dev.perennial.serving.gateway;

import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.ModelSpec.EventTimeSource;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.gateway.RequestParameters.EventTimes;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.routing.TrafficSplit;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers inference requests: reads the rows, scores them by the route table that was in force when the request came,
 * puts them into the log, and sends the answer once they are there. All of it happens on the IO thread of the request,
 * in that thread's own buffers. Thread-safe.
 */
final class InferHandler {
    private final WriteAheadLog log;
    private final InferRequestReader reader;
    private final BodyReader bodies;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(Workspace::new);

    InferHandler(
            WriteAheadLog log,
            InferRequestReader reader,
            BodyReader bodies,
            Answers answers,
            GatewayMetrics metrics,
            InstantSource clock) {
        this.log = log;
        this.reader = reader;
        this.bodies = bodies;
        this.answers = answers;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Answers from the table; from the pinned version where the caller named one. */
    void handle(HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned) {
        long started = System.nanoTime();
        bodies.read(exchange, (read, body) -> answer(read, table, pinned, body, started));
    }

    private void answer(
            HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned, byte[] body, long started) {
        Workspace work = workspaces.get();
        InferRequest request = work.request(table);
        work.frames.reset();
        try {
            reader.read(
                    body,
                    InferenceHeader.jsonLength(exchange.getRequestHeaders(), body.length),
                    request,
                    table.spec().time() == EventTimeSource.REQUEST ? EventTimes.FROM_REQUEST : EventTimes.OF_ARRIVAL);
            Instant received = clock.instant();
            long receivedMicros = TimeUnit.SECONDS.toMicros(received.getEpochSecond()) + received.getNano() / 1000;
            work.outcomes.prepare(request.rows());
            for (int row = 0; row < request.rows(); row++) {
                predict(table, pinned, request, row, receivedMicros, started, work);
            }
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
            return;
        }
        AnswerBody answer = work.answer.write(table, request, work.outcomes);
        byte[] frames = work.frames.take();
        LoggedAnswer outcome = new LoggedAnswer(
                exchange,
                answers,
                200,
                answer,
                () -> metrics.inferenceTook(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started)));
        // Only after this call has returned may another thread touch the exchange.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> log.append(frames, outcome));
    }

    private void predict(
            RouteTable table,
            @Nullable LoadedVersion pinned,
            InferRequest request,
            int index,
            long receivedMicros,
            long started,
            Workspace work) {
        FeatureRow row = request.row(index);
        long stated = request.eventMillis(index);
        long eventMillis = stated == InferRequest.UNSTATED ? Math.floorDiv(receivedMicros, 1000) : stated;
        UUID id = table.ids().next(eventMillis);
        String entity = request.entity(index);
        LoadedVersion first = pinned == null ? table.champion() : pinned;
        LoadedVersion second = null;
        Arm arm = pinned == null ? Arm.CHAMPION : Arm.PINNED;
        TrafficPlan plan = table.plan();
        LoadedVersion challenger = table.challenger();
        if (pinned == null && plan != null && challenger != null && first != null) {
            boolean swap = TrafficSplit.challengerAnswers(plan, entity == null ? id.toString() : entity);
            second = swap ? first : challenger;
            first = swap ? challenger : first;
            arm = swap ? Arm.CANARY : Arm.CHAMPION;
        }
        int version = first == null ? 0 : first.number();
        RowScore scored = RowScore.of(first, second, row);
        String error = scored.error();
        double score = scored.score();
        if (error != null) {
            arm = Arm.FALLBACK;
            score = fallback(table, error);
        }
        if (second != null && Double.isNaN(scored.pairedScore())) {
            metrics.pairFailed();
        }
        int latency = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started));
        new LoggedPrediction(
                        id,
                        eventMillis,
                        receivedMicros,
                        version,
                        arm,
                        entity,
                        score,
                        second == null ? 0 : second.number(),
                        scored.pairedScore(),
                        latency,
                        error)
                .encode(table.columns(), row, work.frames);
        work.outcomes.set(index, id, score, arm, version);
        metrics.predicted(table.model().value(), version, arm);
    }

    private static double fallback(RouteTable table, String error) {
        OptionalDouble constant = table.fallback();
        if (constant.isEmpty()) {
            throw new RejectedRequestException(
                    503, "Cannot answer for model " + table.model() + ": " + error + " and it declares no fallback");
        }
        return constant.getAsDouble();
    }

    /** The buffers of one thread. */
    private static final class Workspace {
        private final FrameBuffer frames = new FrameBuffer();
        private final InferAnswer answer = new InferAnswer();
        private final RowOutcomes outcomes = new RowOutcomes();
        private final Map<String, InferRequest> requests = new HashMap<>();

        private InferRequest request(RouteTable table) {
            InferRequest present = requests.get(table.model().value());
            if (present == null || !present.schema().equals(table.schema())) {
                present = new InferRequest(table.schema());
                requests.put(table.model().value(), present);
            }
            return present;
        }
    }
}
