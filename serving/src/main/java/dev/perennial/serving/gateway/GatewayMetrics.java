package dev.perennial.serving.gateway;

import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.log.ShipperStatistics;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.routing.Routes;
import dev.perennial.serving.wal.WalStatistics;
import dev.perennial.serving.wal.WriteAheadLog;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** The gateway's counters, shown as Prometheus text. Thread-safe. */
final class GatewayMetrics {
    private final InferenceMetrics inferences = new InferenceMetrics();
    private final ConcurrentMap<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final RequestMetrics requests = new RequestMetrics();
    private final AccessLog accessLog;
    private final FeedbackMetrics feedback = new FeedbackMetrics();
    private final LongAdder labelsAccepted = new LongAdder();
    private final LongAdder labelsRejected = new LongAdder();
    private final LongAdder unpaired = new LongAdder();
    private final ConcurrentMap<String, LongAdder> pairsDropped = new ConcurrentHashMap<>();
    private final LongAdder stalls = new LongAdder();
    private final LongAdder unlogged = new LongAdder();

    GatewayMetrics(AccessLog accessLog) {
        this.accessLog = accessLog;
    }

    InferenceMetrics inferences() {
        return inferences;
    }

    void answered(int status) {
        LongAdder count = answers.get(status);
        (count == null ? answers.computeIfAbsent(status, code -> new LongAdder()) : count).increment();
    }

    FeedbackMetrics feedback() {
        return feedback;
    }

    RequestMetrics requests() {
        return requests;
    }

    void labelled(int accepted, int rejected) {
        labelsAccepted.add(accepted);
        labelsRejected.add(rejected);
    }

    void unlogged() {
        unlogged.increment();
    }

    void pairFailed() {
        unpaired.increment();
    }

    void pairDropped(String model) {
        pairsDropped.computeIfAbsent(model, name -> new LongAdder()).increment();
    }

    void stalled() {
        stalls.increment();
    }

    String text(Routes routes, WriteAheadLog log, LogShipper shipper, int inFlight) {
        StringBuilder out = new StringBuilder();
        inferences.write(out);
        type(out, "perennial_gateway_answers_total", "counter");
        answers.forEach((status, count) -> out.append("perennial_gateway_answers_total{status=\"")
                .append(status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        requests.write(out, accessLog.dropped());
        type(out, "perennial_gateway_labels_total", "counter");
        out.append("perennial_gateway_labels_total{outcome=\"accepted\"} ")
                .append(labelsAccepted.sum())
                .append("\nperennial_gateway_labels_total{outcome=\"rejected\"} ")
                .append(labelsRejected.sum())
                .append('\n');
        feedback.write(out);
        out.append(pairsAndStalls());
        value(out, "perennial_gateway_unlogged_answers_total", "counter", unlogged.sum());
        value(out, "perennial_gateway_requests_in_flight", "gauge", inFlight);
        type(out, "perennial_gateway_route_log_seq", "gauge");
        for (RouteTable table : routes.all().values()) {
            out.append("perennial_gateway_route_log_seq{model=\"")
                    .append(table.model())
                    .append("\"} ")
                    .append(table.logSeq())
                    .append('\n');
        }
        log(out, log.statistics(), shipper.statistics());
        return out.toString();
    }

    /** What became of the rows that a second version was to score, and of the versions that held a thread. */
    String pairsAndStalls() {
        StringBuilder out = new StringBuilder();
        value(out, "perennial_gateway_pairs_incomplete_total", "counter", unpaired.sum());
        type(out, "perennial_gateway_pairs_dropped_total", "counter");
        pairsDropped.forEach((model, count) -> out.append("perennial_gateway_pairs_dropped_total{model=\"")
                .append(model)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        value(out, "perennial_gateway_stalled_requests_total", "counter", stalls.sum());
        return out.toString();
    }

    private static void log(StringBuilder out, WalStatistics wal, ShipperStatistics shipped) {
        value(out, "perennial_gateway_log_appends_total", "counter", wal.appends());
        value(out, "perennial_gateway_log_writes_total", "counter", wal.writes());
        value(out, "perennial_gateway_log_failed_appends_total", "counter", wal.failedAppends());
        value(out, "perennial_gateway_log_unforced_segments_total", "counter", wal.unforcedSegments());
        value(out, "perennial_gateway_log_bytes", "gauge", wal.bytesOnDisk());
        value(out, "perennial_gateway_log_waiting_bytes", "gauge", wal.waitingBytes());
        value(out, "perennial_gateway_log_torn_bytes", "gauge", wal.tornBytes());
        value(out, "perennial_gateway_log_damaged_frames", "gauge", wal.damagedFrames());
        value(out, "perennial_gateway_shipped_segments_total", "counter", shipped.segments());
        value(out, "perennial_gateway_shipped_files_total", "counter", shipped.files());
        value(out, "perennial_gateway_shipping_failures_total", "counter", shipped.failures());
        value(out, "perennial_gateway_unreadable_records_total", "counter", shipped.unreadable());
        value(out, "perennial_gateway_log_names_taken_total", "counter", shipped.foreign());
    }

    private static void type(StringBuilder out, String name, String type) {
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void value(StringBuilder out, String name, String type, long value) {
        type(out, name, type);
        out.append(name).append(' ').append(value).append('\n');
    }
}
