package dev.perennial.cli.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One scheduled departure as it is known beforehand, and the truth that comes later. Immutable. */
final class Flight {
    private final Instant departure;
    private final Instant known;
    private final boolean late;
    private final @Nullable String aircraft;
    private final String carrier;
    private final String origin;
    private final String destination;
    private final double[] numbers;

    Flight(
            Instant departure,
            Instant known,
            boolean late,
            @Nullable String aircraft,
            String carrier,
            String origin,
            String destination,
            double[] numbers) {
        this.departure = departure;
        this.known = known;
        this.late = late;
        this.aircraft = aircraft;
        this.carrier = carrier;
        this.origin = origin;
        this.destination = destination;
        this.numbers = numbers.clone();
    }

    /** When it was to leave: the event time of its prediction. */
    Instant departure() {
        return departure;
    }

    /** When it landed or, cancelled, was due to: the event time of its label. */
    Instant known() {
        return known;
    }

    /** Whether it arrived more than fifteen minutes late, or not at all. */
    boolean late() {
        return late;
    }

    /** The tail number, where it is known. */
    @Nullable
    String aircraft() {
        return aircraft;
    }

    String carrier() {
        return carrier;
    }

    String origin() {
        return origin;
    }

    String destination() {
        return destination;
    }

    /** The number feature at this place of {@link FlightYear#NUMBERS}; NaN where missing. */
    double number(int index) {
        return numbers[index];
    }

    /** A copy of all number features. */
    double[] numbers() {
        return numbers.clone();
    }
}
