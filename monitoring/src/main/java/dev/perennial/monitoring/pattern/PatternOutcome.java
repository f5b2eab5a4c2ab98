package dev.perennial.monitoring.pattern;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import java.util.Locale;
import java.util.OptionalDouble;

/** Whether a window is as its season has it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PatternOutcome.AsUsual.class, name = "as-usual"),
    @JsonSubTypes.Type(value = PatternOutcome.Departed.class, name = "departed"),
    @JsonSubTypes.Type(value = PatternOutcome.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface PatternOutcome {

    /** What the window was compared with. */
    Baseline baseline();

    /** One sentence with the numbers. */
    String because();

    /**
     * The numbers of a comparison.
     *
     * @param value the window's value
     * @param expected what the baseline has for it, last year's departure from the same baseline included if it is known
     * @param change the difference from what was expected, relative to it
     * @param noise the standard deviation of such changes without a cause, relative likewise
     * @param pValue the probability of such a change without a cause, on the side that counts
     * @param lastYear how far the same window of last year departed from its own baseline; absent where it is not known or
     *     the baseline is itself a year back
     * @param history how many earlier changes the noise was measured on
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Numbers(
            double value,
            double expected,
            double change,
            double noise,
            double pValue,
            OptionalDouble lastYear,
            int history) {

        /** Checks the numbers. */
        public Numbers {
            Require.finite(value, "value");
            Require.finite(expected, "expected value");
            Require.finite(change, "change");
            Require.notNegative(noise, "noise");
            Require.share(pValue, "p value");
            lastYear.ifPresent(departure -> Require.finite(departure, "departure of last year"));
            Require.notNegative(history, "history");
        }

        private String against(Baseline baseline) {
            String season = lastYear.isPresent()
                    ? String.format(Locale.ROOT, " and last year's %+.1f %%", 100 * lastYear.getAsDouble())
                    : "";
            return String.format(
                    Locale.ROOT,
                    "%.4g is %+.1f %% against the %.4g expected from %s%s, usual are ±%.1f %% (%s)",
                    value,
                    100 * change,
                    expected,
                    baseline.words(),
                    season,
                    100 * noise,
                    Wording.pValue(pValue));
        }
    }

    /**
     * No departure that matters and is more than chance.
     *
     * @param baseline what the window was compared with
     * @param numbers the numbers
     */
    record AsUsual(Baseline baseline, Numbers numbers) implements PatternOutcome {
        @Override
        public String because() {
            return "as usual: " + numbers.against(baseline);
        }
    }

    /**
     * A departure that matters and is more than chance.
     *
     * @param baseline what the window was compared with
     * @param numbers the numbers
     */
    record Departed(Baseline baseline, Numbers numbers) implements PatternOutcome {
        @Override
        public String because() {
            return "departed: " + numbers.against(baseline);
        }
    }

    /**
     * No answer.
     *
     * @param baseline what the window was to be compared with
     * @param reason why not, in words
     */
    record NotEvaluable(Baseline baseline, String reason) implements PatternOutcome {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public String because() {
            return "not evaluable: " + reason;
        }
    }
}
