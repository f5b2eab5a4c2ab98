package dev.perennial.serving.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts answered requests by model, path and status. Thread-safe. */
final class RequestMetrics {
    private static final String NAME = "perennial_gateway_requests_total";

    private final ConcurrentMap<Series, LongAdder> finished = new ConcurrentHashMap<>();

    /** Counts one; the model must be one that is served, or empty. */
    void finished(String model, Route route, int status) {
        Series series = new Series(model, route, status);
        // Looking first takes no lock where the counter is there, as nearly always.
        LongAdder count = finished.get(series);
        (count == null ? finished.computeIfAbsent(series, absent -> new LongAdder()) : count).increment();
    }

    void write(StringBuilder out, long droppedLines) {
        out.append("# TYPE ").append(NAME).append(" counter\n");
        finished.forEach((series, count) -> out.append(NAME)
                .append("{model=\"")
                .append(series.model())
                .append("\",path=\"")
                .append(series.route().template())
                .append("\",status=\"")
                .append(series.status())
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        out.append("# TYPE perennial_gateway_access_lines_dropped_total counter\n")
                .append("perennial_gateway_access_lines_dropped_total ")
                .append(droppedLines)
                .append('\n');
    }

    private record Series(String model, Route route, int status) {}
}
