package dev.perennial.cli.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One scheduled departure as it is known beforehand, and the truth that comes later.
 *
 * @param departure when it was to leave: the event time of its prediction
 * @param known when it landed or, cancelled, was due to: the event time of its label
 * @param late whether it arrived more than fifteen minutes late or not at all
 * @param numbers in the order of {@link FlightYear#NUMBERS}; NaN where missing
 */
record Flight(
        Instant departure,
        Instant known,
        boolean late,
        @Nullable String aircraft,
        String carrier,
        String origin,
        String destination,
        double[] numbers) {}
