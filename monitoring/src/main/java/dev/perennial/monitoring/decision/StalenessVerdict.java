package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.Locale;

/** Whether a newer model of the same recipe is better than the champion: what "stale" means. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StalenessVerdict.ChallengerBetter.class, name = "challenger-better"),
    @JsonSubTypes.Type(value = StalenessVerdict.NoEvidence.class, name = "no-evidence"),
    @JsonSubTypes.Type(value = StalenessVerdict.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface StalenessVerdict {

    /** One sentence with the numbers, the losses of a yes-or-no question. */
    default String because() {
        return because("log loss");
    }

    /** One sentence with the numbers in this unit of loss. */
    String because(String unit);

    /**
     * The numbers behind a verdict.
     *
     * @param advantage the weighted mean of the champion's loss minus the challenger's; positive favours the challenger
     * @param lowerBound its lower confidence limit, which holds at every look of the champion's term
     * @param standardError its block-robust standard error
     * @param effectFloor the advantage that counts
     * @param alpha the probability that the lower limit is ever too high
     * @param blocks the number of blocks
     * @param rows the number of rows
     */
    record Numbers(
            double advantage,
            double lowerBound,
            double standardError,
            double effectFloor,
            double alpha,
            long blocks,
            long rows) {

        /** Checks the numbers. */
        public Numbers {
            Require.finite(advantage, "advantage");
            Require.finite(lowerBound, "lower bound");
            Require.notNegative(standardError, "standard error");
            Require.notNegative(effectFloor, "effect floor");
            Require.level(alpha, "level");
        }

        private String sentence(String verdict, String unit) {
            return String.format(
                    Locale.ROOT,
                    "%s: advantage %.4f %s (floor %.4f), lower bound %.4f at level %.3f over %d blocks, %d rows",
                    verdict,
                    advantage,
                    unit,
                    effectFloor,
                    lowerBound,
                    alpha,
                    blocks,
                    rows);
        }
    }

    /**
     * The challenger is better by an amount that counts.
     *
     * @param numbers what it rests on
     */
    record ChallengerBetter(Numbers numbers) implements StalenessVerdict {
        @Override
        public String because(String unit) {
            return numbers.sentence("the challenger is better", unit);
        }
    }

    /**
     * No advantage that counts could be proved so far.
     *
     * @param numbers what it rests on
     */
    record NoEvidence(Numbers numbers) implements StalenessVerdict {
        @Override
        public String because(String unit) {
            return numbers.sentence("no proven advantage of the challenger", unit);
        }
    }

    /**
     * Too early to say.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements StalenessVerdict {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public String because(String unit) {
            return "staleness is not evaluable: " + reason;
        }
    }
}
