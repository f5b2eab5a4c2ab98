package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;

/** What the inputs and scores of a window are compared with. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReferenceSpec.Training.class, name = "training"),
    @JsonSubTypes.Type(value = ReferenceSpec.Fixed.class, name = "fixed"),
    @JsonSubTypes.Type(value = ReferenceSpec.SameWindowLast.class, name = "same-window-last")
})
public sealed interface ReferenceSpec {
    /** The part of the log that a window is compared with; empty where it is no part of the log. */
    Optional<TimeWindow> period(TimeWindow window);

    /** The rows that the champion was proven on. */
    record Training() implements ReferenceSpec {
        @Override
        public Optional<TimeWindow> period(TimeWindow window) {
            return Optional.empty();
        }
    }

    /** The log of a fixed period. */
    record Fixed(TimeWindow period) implements ReferenceSpec {
        @Override
        public Optional<TimeWindow> period(TimeWindow window) {
            return Optional.of(period);
        }
    }

    /** The same window some calendar time earlier, in UTC: a week, four weeks, a year. */
    record SameWindowLast(Period earlier) implements ReferenceSpec {
        /** Checks that it is earlier. */
        public SameWindowLast {
            if (earlier.isZero() || earlier.isNegative()) {
                throw new IllegalArgumentException(
                        "Invalid reference: the same window " + earlier + " earlier, expected one such as P7D");
            }
        }

        @Override
        public Optional<TimeWindow> period(TimeWindow window) {
            return Optional.of(TimeWindow.startingAt(back(window.from()), window.length()));
        }

        private Instant back(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC).minus(earlier).toInstant();
        }
    }
}
