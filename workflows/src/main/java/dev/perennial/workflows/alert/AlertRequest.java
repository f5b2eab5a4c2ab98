package dev.perennial.workflows.alert;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alert as it is raised.
 *
 * @param alert its key, one of a kind for the model: the cause and the event time
 * @param cause what it is about; one alert of a cause is open at a time
 * @param ceiling how loud it may become when nobody responds
 * @param respondWithin how long, by the wall clock, it may stay unacknowledged; for ever if absent
 * @param resolveAfter after how many looks in a row that find all kept it ends by itself
 * @param at the event time of what raised it
 * @param report the window's report
 * @param progress how far an earlier run of the workflow came
 */
public record AlertRequest(
        ModelName model,
        String alert,
        String cause,
        Severity severity,
        Severity ceiling,
        Optional<Duration> respondWithin,
        int resolveAfter,
        Instant at,
        String sentence,
        Optional<TimeWindow> window,
        Optional<Digest> report,
        SortedMap<String, Double> numbers,
        Optional<AlertProgress> progress) {
    /** Copies the numbers. */
    public AlertRequest {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    /** The alert's full name, {@code model/key}. */
    public String id() {
        return model + "/" + alert;
    }

    /** The request for the next run of the workflow. */
    AlertRequest goingOn(AlertProgress so) {
        return new AlertRequest(
                model,
                alert,
                cause,
                severity,
                ceiling,
                respondWithin,
                resolveAfter,
                at,
                sentence,
                window,
                report,
                numbers,
                Optional.of(so));
    }
}
