package dev.perennial.activities.data;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A prediction as a gateway logs it, with the label that comes after a while; features are doubles or strings. */
public record LoggedPrediction(
        String id,
        Instant eventTime,
        int version,
        String arm,
        Optional<Double> score,
        Optional<Integer> pairedVersion,
        Optional<Double> pairedScore,
        Optional<String> error,
        Optional<Double> label,
        Duration labelDelay,
        Map<String, Object> features) {
    public LoggedPrediction {
        features = new TreeMap<>(features);
    }

    public static LoggedPrediction of(
            String id, Instant eventTime, double score, double label, Map<String, Object> row) {
        return new LoggedPrediction(
                id,
                eventTime,
                1,
                "champion",
                Optional.of(score),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(label),
                Duration.ofHours(2),
                row);
    }

    public LoggedPrediction unlabelled() {
        return new LoggedPrediction(
                id,
                eventTime,
                version,
                arm,
                score,
                pairedVersion,
                pairedScore,
                error,
                Optional.empty(),
                labelDelay,
                features);
    }
}
