package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.integrity.IntegrityState;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Input that is bad in one known way, and what it should end in.
 *
 * @param row the row of the table of bad input, counted from 1
 * @param input what is bad
 * @param expected what it should end in
 * @param look looks at it
 */
record BadInput(int row, String input, Ending expected, Supplier<Seen> look) {

    /** What input ends in. */
    enum Ending {
        OK,
        NOT_EVALUABLE,
        DRIFT,
        QUARANTINED,
        REFUSED;

        static Ending of(IntegrityState state) {
            return switch (state) {
                case OK -> OK;
                case NOT_EVALUABLE -> NOT_EVALUABLE;
                case DRIFT -> DRIFT;
                case QUARANTINED -> QUARANTINED;
            };
        }
    }

    /** What was said, and all reports that said it. */
    record Seen(Ending ending, List<Object> reports) {
        static Seen of(Ending ending, Object... reports) {
            return new Seen(ending, List.of(reports));
        }

        static Seen of(IntegrityState state, Object... reports) {
            return of(Ending.of(state), reports);
        }

        /** Expects an error that names what is wrong. */
        static Seen refused(ThrowingCallable making, String message) {
            assertThatThrownBy(making)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            return of(Ending.REFUSED);
        }
    }

    @Override
    public String toString() {
        return row + ": " + input + ": " + expected;
    }
}
