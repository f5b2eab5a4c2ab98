package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/** What the inputs and scores of a window are compared with. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReferenceSpec.Training.class, name = "training"),
    @JsonSubTypes.Type(value = ReferenceSpec.Fixed.class, name = "fixed"),
    @JsonSubTypes.Type(value = ReferenceSpec.SameWindowLast.class, name = "same-window-last")
})
public sealed interface ReferenceSpec {
    /** The rows that the champion was proven on. */
    record Training() implements ReferenceSpec {}

    /** The log of a fixed period. */
    record Fixed(TimeWindow period) implements ReferenceSpec {}

    /** The same window some calendar time earlier, in UTC: a week, four weeks, a year. */
    record SameWindowLast(Period earlier) implements ReferenceSpec {
        /** Checks that it is earlier. */
        public SameWindowLast {
            if (earlier.isZero() || earlier.isNegative()) {
                throw new IllegalArgumentException(
                        "Invalid reference: the same window " + earlier + " earlier, expected one such as P7D");
            }
        }

        /** The window that this one is compared with. */
        public TimeWindow of(TimeWindow window) {
            return TimeWindow.startingAt(back(window.from()), window.length());
        }

        private Instant back(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC).minus(earlier).toInstant();
        }
    }
}
