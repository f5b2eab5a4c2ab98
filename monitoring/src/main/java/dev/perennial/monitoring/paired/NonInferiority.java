package dev.perennial.monitoring.paired;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import java.util.Locale;

/**
 * The answer to "is the second model worse by no more than a margin?", by a one-sided test at a stated level.
 *
 * <p>Advantages are oriented so that positive means the second model is better. Proving non-inferiority on every guardrail
 * needs no correction for their number: R. L. Berger, "Multiparameter hypothesis testing", Technometrics 24 (1982).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NonInferiority.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = NonInferiority.NotShown.class, name = "not-shown"),
    @JsonSubTypes.Type(value = NonInferiority.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface NonInferiority {

    /** One sentence with the numbers. */
    String because();

    /**
     * The second model is not worse by more than the margin.
     *
     * @param advantage the estimated advantage of the second model
     * @param margin the largest disadvantage that is tolerated, not negative
     * @param pValue the one-sided p value
     * @param alpha the level of the test
     */
    record Shown(double advantage, double margin, double pValue, double alpha) implements NonInferiority {

        /** Checks the numbers. */
        public Shown {
            check(advantage, margin, pValue, alpha);
        }

        @Override
        public String because() {
            return sentence("not worse by", advantage, margin, pValue, alpha);
        }
    }

    /**
     * It could not be shown: the second model is worse, or the evidence is too thin.
     *
     * @param advantage the estimated advantage of the second model
     * @param margin the largest disadvantage that is tolerated, not negative
     * @param pValue the one-sided p value
     * @param alpha the level of the test
     */
    record NotShown(double advantage, double margin, double pValue, double alpha) implements NonInferiority {

        /** Checks the numbers. */
        public NotShown {
            check(advantage, margin, pValue, alpha);
        }

        @Override
        public String because() {
            return sentence("not shown to be within", advantage, margin, pValue, alpha);
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements NonInferiority {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public String because() {
            return "not evaluable: " + reason;
        }
    }

    /** Tests a mean loss difference, first minus second. */
    static NonInferiority of(PairedTest test, double margin, double alpha) {
        if (test instanceof PairedTest.Measured measured) {
            return judged(measured.meanDifference(), margin, measured.pValueAbove(-margin), alpha);
        }
        return new NotEvaluable(((PairedTest.NotEvaluable) test).reason());
    }

    /** Tests a difference of areas under the ROC curve. */
    static NonInferiority of(DeLong test, double margin, double alpha) {
        if (test instanceof DeLong.Compared compared) {
            return judged(compared.difference(), margin, compared.pValueNotInferior(margin), alpha);
        }
        return new NotEvaluable(((DeLong.NotEvaluable) test).reason());
    }

    private static NonInferiority judged(double advantage, double margin, double pValue, double alpha) {
        return pValue <= alpha
                ? new Shown(advantage, margin, pValue, alpha)
                : new NotShown(advantage, margin, pValue, alpha);
    }

    private static void check(double advantage, double margin, double pValue, double alpha) {
        Require.finite(advantage, "advantage");
        Require.notNegative(margin, "margin");
        Require.share(pValue, "p value");
        Require.level(alpha, "level");
    }

    private static String sentence(String relation, double advantage, double margin, double pValue, double alpha) {
        return String.format(
                Locale.ROOT,
                "%s %.4f (advantage %+.4f, %s, level %.3f)",
                relation,
                margin,
                advantage,
                Wording.pValue(pValue),
                alpha);
    }
}
