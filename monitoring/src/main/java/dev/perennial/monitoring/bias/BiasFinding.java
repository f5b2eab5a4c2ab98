package dev.perennial.monitoring.bias;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import java.util.Locale;

/** Whether two groups are treated unequally beyond what is tolerated. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BiasFinding.Unequal.class, name = "unequal"),
    @JsonSubTypes.Type(value = BiasFinding.Even.class, name = "even"),
    @JsonSubTypes.Type(value = BiasFinding.Inconclusive.class, name = "inconclusive"),
    @JsonSubTypes.Type(value = BiasFinding.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface BiasFinding {

    /** A phrase. */
    String because();

    /**
     * Beyond what is tolerated, with the number of comparisons taken into account.
     *
     * @param adjustedPValue the p value of "within what is tolerated", adjusted (Benjamini and Hochberg)
     */
    record Unequal(double adjustedPValue) implements BiasFinding {

        /** Checks the p value. */
        public Unequal {
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public String because() {
            return "beyond what is tolerated, adjusted " + Wording.pValue(adjustedPValue);
        }
    }

    /**
     * The whole interval lies within what is tolerated.
     *
     * @param adjustedPValue the p value of "within what is tolerated", adjusted
     */
    record Even(double adjustedPValue) implements BiasFinding {

        /** Checks the p value. */
        public Even {
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public String because() {
            return "within what is tolerated";
        }
    }

    /**
     * The interval reaches across the limit of what is tolerated.
     *
     * @param adjustedPValue the p value of "within what is tolerated", adjusted
     */
    record Inconclusive(double adjustedPValue) implements BiasFinding {

        /** Checks the p value. */
        public Inconclusive {
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public String because() {
            return String.format(Locale.ROOT, "undecided, adjusted %s", Wording.pValue(adjustedPValue));
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements BiasFinding {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public String because() {
            return reason;
        }
    }
}
