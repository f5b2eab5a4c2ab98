package dev.perennial.serving.gateway;

import dev.perennial.serving.log.FeedbackKind;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How many feedback items came to which end, by model and kind, and how many observations. Thread-safe. */
final class FeedbackMetrics {
    private static final String NAME = "perennial_gateway_feedback_total";
    private static final String OBSERVATIONS = "perennial_gateway_observations_total";

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String model, FeedbackKind kind, Outcome outcome) {
        add(NAME + "{model=\"" + model + "\",kind=\"" + kind.word() + "\",outcome=\"" + outcome.word() + "\"}", 1);
    }

    void observed(String model, Outcome outcome, long items) {
        add(OBSERVATIONS + "{model=\"" + model + "\",outcome=\"" + outcome.word() + "\"}", items);
    }

    private void add(String series, long items) {
        counts.computeIfAbsent(series, absent -> new LongAdder()).add(items);
    }

    void write(StringBuilder out) {
        for (String name : List.of(NAME, OBSERVATIONS)) {
            out.append("# TYPE ").append(name).append(" counter\n");
            new TreeMap<>(counts).forEach((series, count) -> {
                if (series.startsWith(name)) {
                    out.append(series).append(' ').append(count.sum()).append('\n');
                }
            });
        }
    }

    enum Outcome {
        ACCEPTED,
        DUPLICATE,
        QUARANTINED,
        REJECTED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
