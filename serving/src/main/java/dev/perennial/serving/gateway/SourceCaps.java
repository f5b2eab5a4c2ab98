package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.FeedbackSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * How much each source has said of each model lately, and whether it may say more. Each gateway counts what it takes
 * itself, from its start on. Thread-safe.
 */
final class SourceCaps {
    /** Of a model; who comes later shares one count, so that made-up names open no new allowances without end. */
    private static final int MOST_SOURCES = 1000;

    private final ConcurrentMap<String, Ledger> ledgers = new ConcurrentHashMap<>();

    /** Whether an item of this source counts; if it does, it is counted. */
    boolean admits(String model, FeedbackSpec rules, @Nullable String source, Instant now) {
        if (rules.share().isEmpty()) {
            return true;
        }
        return ledgers.computeIfAbsent(model, name -> new Ledger())
                .admits(rules, source == null ? "" : source, rules.share().getAsDouble(), now);
    }

    /*
     * A sliding window of two fixed ones: what was said within the last period is this period's count and of the last
     * one's the part that has not slid out, as if it had come evenly.
     */
    private static final class Ledger {
        private Duration per = Duration.ZERO;
        private long period = Long.MIN_VALUE;
        private Map<String, Integer> now = new HashMap<>();
        private Map<String, Integer> before = new HashMap<>();
        private long totalNow;
        private long totalBefore;

        synchronized boolean admits(FeedbackSpec rules, String source, double share, Instant instant) {
            double left = 1 - turn(rules.per(), instant);
            String name = name(source);
            double said = now.getOrDefault(name, 0) + left * before.getOrDefault(name, 0);
            double all = totalNow + left * totalBefore;
            boolean admitted = rules.trusted().contains(source)
                    || said + 1 <= Math.max(rules.allowance(), Math.floor(share * (all + 1)));
            if (admitted) {
                now.merge(name, 1, Integer::sum);
                totalNow++;
            }
            return admitted;
        }

        private String name(String source) {
            boolean known = now.containsKey(source) || before.containsKey(source);
            return known || now.size() < MOST_SOURCES ? source : "…";
        }

        /* How much of this period is over; a clock that goes back stays in the period that it was in. */
        private double turn(Duration length, Instant instant) {
            long millis = length.toMillis();
            if (!length.equals(per)) {
                per = length;
                period = Math.floorDiv(instant.toEpochMilli(), millis);
                before = Map.of();
                totalBefore = 0;
            }
            long current = Math.floorDiv(instant.toEpochMilli(), millis);
            if (current > period) {
                before = current == period + 1 ? now : Map.of();
                totalBefore = current == period + 1 ? totalNow : 0;
                now = new HashMap<>();
                totalNow = 0;
                period = current;
            }
            return Math.min(1, Math.max(0, (instant.toEpochMilli() - period * millis) / (double) millis));
        }
    }

    /** The sources that no cap holds, as they are named to people. */
    static String explained(FeedbackSpec rules) {
        List<String> trusted = rules.trusted();
        return "the source has said its share: more than "
                + Math.round(rules.share().orElse(1) * 1000) / 10.0 + " % of all, and more than " + rules.allowance()
                + " items" + (trusted.isEmpty() ? "" : ", and is not trusted");
    }
}
