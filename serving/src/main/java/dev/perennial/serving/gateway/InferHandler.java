package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.ModelSpec.EventTimeSource;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.gateway.RequestParameters.EventTimes;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.wal.WriteAheadLog;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers inference requests: reads the rows, scores them by the route table that was in force when the request came,
 * puts them into the log, and sends the answer once they are there. All of it happens on the IO thread of the request,
 * in that thread's own buffers, unless a version holds the thread: then the stall watch answers by the fallback.
 * Thread-safe.
 */
final class InferHandler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferHandler.class);
    /* A longer request takes long enough that nobody is to wait for it. */
    private static final int SMALL_BODY = 1 << 14;

    private final WriteAheadLog log;
    private final InferRequestReader reader;
    private final BodyReader bodies;
    private final Answers answers;
    private final GatewayMetrics metrics;
    private final Duration deadline;
    private final InstantSource clock;
    private final LogPromise promise;
    private final PairedScoring pairs;
    private final StallWatch watch;
    private final ThreadLocal<Workspace> workspaces;

    InferHandler(
            WriteAheadLog log,
            PairedScoring pairs,
            InferRequestReader reader,
            BodyReader bodies,
            Answers answers,
            GatewayMetrics metrics,
            Duration deadline,
            InstantSource clock,
            LogPromise promise) {
        this.log = log;
        this.reader = reader;
        this.bodies = bodies;
        this.answers = answers;
        this.metrics = metrics;
        this.deadline = deadline;
        this.clock = clock;
        this.promise = promise;
        this.pairs = pairs;
        watch = StallWatch.start(this::rescue);
        workspaces = ThreadLocal.withInitial(() -> new Workspace(watch.slot(), new PassAnswers(log, pairs)));
    }

    /** Whether predictions of models whose files do not say otherwise are answered while the log takes none. */
    boolean answersUnlogged() {
        return promise.answersUnlogged();
    }

    /** Whether predictions of this model are answered while the log takes none. */
    boolean answersUnlogged(RouteTable table) {
        return promise.of(table.spec().log()).answersUnlogged();
    }

    /** Answers from the table; from the pinned version where the caller named one. */
    void handle(HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned) {
        long started = System.nanoTime();
        // Dispatched, the exchange is not ended when the call returns: the watch may have begun to answer it by then.
        bodies.read(
                exchange,
                (read, body) -> read.dispatch(
                        SameThreadExecutor.INSTANCE, () -> answerWhole(read, table, pinned, body, started)));
    }

    private void answerWhole(
            HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned, byte[] body, long started) {
        try {
            answer(exchange, table, pinned, body, started);
        } catch (RuntimeException e) {
            if (workspaces.get().slot.leave()) {
                answers.internalError(exchange, e);
            }
        } catch (OutOfMemoryError e) {
            // What was missing was for this request alone: the others, and the next, may well find some.
            LOG.error("no memory for a request bytes={}", body.length, e);
            if (workspaces.get().slot.leave()) {
                answers.error(exchange, 503, "Not enough memory for the request: try again");
            }
        }
    }

    /** Whether a version has held a thread, and with it that thread's connections, for seconds. */
    boolean isStuck() {
        return watch.isStuck();
    }

    private void answer(
            HttpServerExchange exchange, RouteTable table, @Nullable LoadedVersion pinned, byte[] body, long started) {
        Workspace work = workspaces.get();
        if (body.length > SMALL_BODY) {
            work.pass.send();
        }
        InferRequest request = work.request(table);
        try {
            reader.read(
                    body,
                    InferenceHeader.jsonLength(exchange.getRequestHeaders(), body.length),
                    request,
                    table.spec().time() == EventTimeSource.REQUEST ? EventTimes.FROM_REQUEST : EventTimes.OF_ARRIVAL);
        } catch (RejectedRequestException e) {
            answers.error(exchange, e.status(), e.reason());
            return;
        }
        InferBatch batch = new InferBatch(
                exchange, table, pinned, request, work.pass, now(), started, started + deadline.toNanos());
        work.slot.begin(batch);
        @Nullable RejectedRequestException refusal = null;
        try {
            if (!score(batch, work)) {
                return;
            }
        } catch (RejectedRequestException e) {
            refusal = e;
        }
        if (!work.slot.end()) {
            return;
        }
        if (refusal != null) {
            answers.error(exchange, refusal.status(), refusal.reason());
            return;
        }
        LoggedAnswer outcome = answer(batch, work.out);
        List<PairedScoring.Pair> others = work.out.takePairs();
        work.pass.add(table.columns(), work.out.frames(), outcome, others, exchange.getIoThread());
    }

    /* False if the watch has answered meanwhile. */
    private boolean score(InferBatch batch, Workspace work) {
        InferRequest request = batch.request();
        AnswerBuffers out = work.out.prepare(request.rows());
        for (int row = 0; row < request.rows(); row++) {
            if (row > 0 && !work.slot.advance()) {
                return false;
            }
            if (row > 0 && System.nanoTime() - batch.deadline() > 0) {
                RowAnswering.answerWithout(batch, row, request.row(row), "the deadline has passed", out);
            } else {
                RowAnswering.answer(batch, row, request.row(row), work.slot, out);
            }
        }
        return true;
    }

    private LoggedAnswer answer(InferBatch batch, AnswerBuffers out) {
        RowOutcomes outcomes = out.outcomes();
        InferenceMetrics.Latencies latencies =
                metrics.inferences().answered(batch.table().model().value(), outcomes);
        AnswerBody answer = out.answer()
                .write(
                        batch.table(),
                        batch.request(),
                        outcomes,
                        RowExplanations.of(batch.table(), batch.request(), outcomes));
        return new LoggedAnswer(
                batch.exchange(),
                answers,
                200,
                answer,
                promise.of(batch.table().spec().log()),
                () -> latencies.took(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - batch.started())));
    }

    /* On the watch's thread, while the IO thread of the request is held. */
    private void rescue(InferBatch batch, @Nullable LoadedVersion asked) {
        metrics.stalled();
        batch.before().rescue();
        String who = asked == null ? "the version" : "version " + asked.number();
        if (asked != null && asked.stall()) {
            LOG.error(
                    "version stalled, it is asked no more model={} version={}",
                    batch.table().model(),
                    who);
        }
        InferRequest request = batch.request();
        AnswerBuffers out = new AnswerBuffers().prepare(request.rows());
        FeatureRow row = new FeatureRow(request.schema());
        try {
            for (int index = 0; index < request.rows(); index++) {
                RowAnswering.answerWithout(batch, index, request.fill(index, row), who + " has stalled", out);
            }
        } catch (RejectedRequestException e) {
            answers.error(batch.exchange(), e.status(), e.reason());
            return;
        } catch (RuntimeException e) {
            LOG.error("no fallback answered model={}", batch.table().model(), e);
            answers.error(batch.exchange(), 500, "Internal error: the gateway's log says more");
            return;
        }
        LoggedAnswer outcome = answer(batch, out);
        PassAnswers alone = new PassAnswers(log, pairs);
        alone.hold(batch.table().columns(), out.frames(), outcome, List.of());
        alone.rescue();
    }

    private long now() {
        Instant received = clock.instant();
        return TimeUnit.SECONDS.toMicros(received.getEpochSecond()) + received.getNano() / 1000;
    }

    @Override
    public void close() {
        watch.close();
    }

    /** The buffers of one thread. */
    private static final class Workspace {
        private final ScoringSlot slot;
        private final PassAnswers pass;
        private final AnswerBuffers out = new AnswerBuffers();
        private final Map<String, InferRequest> requests = new HashMap<>();

        Workspace(ScoringSlot slot, PassAnswers pass) {
            this.slot = slot;
            this.pass = pass;
        }

        private InferRequest request(RouteTable table) {
            InferRequest present = requests.get(table.model().value());
            if (present == null
                    || !present.schema().equals(table.schema())
                    || !present.outputs().areOf(table.outputs())) {
                present = new InferRequest(table.schema(), table.outputs());
                requests.put(table.model().value(), present);
            }
            return present;
        }
    }
}
