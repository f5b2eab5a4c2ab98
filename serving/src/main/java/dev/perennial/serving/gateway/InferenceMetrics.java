package dev.perennial.serving.gateway;

import dev.perennial.serving.log.Arm;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts predictions, row by row, and how long requests took, by model, version and arm. A request whose rows were
 * answered by different versions is of arm {@code mixed} and version 0. Thread-safe.
 */
final class InferenceMetrics {
    private static final String PREDICTIONS = "perennial_gateway_predictions_total";
    private static final String LATENCIES = "perennial_gateway_inference_seconds";

    private final ConcurrentMap<Series, LongAdder> predictions = new ConcurrentHashMap<>();
    private final ConcurrentMap<Series, Latencies> latencies = new ConcurrentHashMap<>();

    /** Counts the rows of an answered request; where the time it took is to be recorded. */
    Latencies answered(String model, RowOutcomes outcomes) {
        boolean uniform = outcomes.uniform();
        Series series = uniform ? new Series(model, outcomes.version(0), outcomes.arm(0)) : new Series(model, 0, null);
        if (uniform) {
            count(series, outcomes.rows());
        } else {
            for (int row = 0; row < outcomes.rows(); row++) {
                count(new Series(model, outcomes.version(row), outcomes.arm(row)), 1);
            }
        }
        return latencies.computeIfAbsent(series, first -> new Latencies());
    }

    private void count(Series series, int rows) {
        predictions.computeIfAbsent(series, first -> new LongAdder()).add(rows);
    }

    void write(StringBuilder out) {
        out.append("# TYPE ").append(PREDICTIONS).append(" counter\n");
        predictions.forEach((series, count) -> out.append(PREDICTIONS)
                .append('{')
                .append(series.labels())
                .append("} ")
                .append(count.sum())
                .append('\n'));
        out.append("# TYPE ").append(LATENCIES).append(" histogram\n");
        latencies.forEach((series, took) -> took.write(out, series.labels()));
    }

    private record Series(
            String model, int version, @Nullable Arm arm) {
        String labels() {
            return "model=\"" + model + "\",version=\"" + version + "\",arm=\"" + (arm == null ? "mixed" : arm.word())
                    + '"';
        }
    }

    /** How long requests took. */
    static final class Latencies {
        /* Upper bounds in microseconds; the last bucket has none. */
        private static final long[] BOUNDS = {
            50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 1_000_000
        };

        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder micros = new LongAdder();

        Latencies() {
            for (int bucket = 0; bucket < buckets.length; bucket++) {
                buckets[bucket] = new LongAdder();
            }
        }

        void took(long time) {
            int bucket = 0;
            while (bucket < BOUNDS.length && time > BOUNDS[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            micros.add(time);
        }

        private void write(StringBuilder out, String labels) {
            long count = 0;
            for (int bucket = 0; bucket < buckets.length; bucket++) {
                count += buckets[bucket].sum();
                out.append(LATENCIES)
                        .append("_bucket{")
                        .append(labels)
                        .append(",le=\"")
                        .append(bucket < BOUNDS.length ? Double.toString(BOUNDS[bucket] / 1e6) : "+Inf")
                        .append("\"} ")
                        .append(count)
                        .append('\n');
            }
            out.append(LATENCIES)
                    .append("_sum{")
                    .append(labels)
                    .append("} ")
                    .append(micros.sum() / 1e6)
                    .append('\n');
            out.append(LATENCIES)
                    .append("_count{")
                    .append(labels)
                    .append("} ")
                    .append(count)
                    .append('\n');
        }
    }
}
