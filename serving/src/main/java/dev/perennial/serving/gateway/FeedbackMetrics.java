package dev.perennial.serving.gateway;

import dev.perennial.serving.log.FeedbackKind;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How many feedback items came to which end, by model and kind. Thread-safe. */
final class FeedbackMetrics {
    private static final String NAME = "perennial_gateway_feedback_total";

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String model, FeedbackKind kind, Outcome outcome) {
        String labels = "{model=\"" + model + "\",kind=\"" + kind.word() + "\",outcome=\""
                + outcome.name().toLowerCase(Locale.ROOT) + "\"}";
        counts.computeIfAbsent(labels, series -> new LongAdder()).increment();
    }

    void write(StringBuilder out) {
        out.append("# TYPE ").append(NAME).append(" counter\n");
        for (Map.Entry<String, LongAdder> series : new TreeMap<>(counts).entrySet()) {
            out.append(NAME)
                    .append(series.getKey())
                    .append(' ')
                    .append(series.getValue().sum())
                    .append('\n');
        }
    }

    enum Outcome {
        ACCEPTED,
        DUPLICATE,
        QUARANTINED,
        REJECTED
    }
}
