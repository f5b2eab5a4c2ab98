package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.HarmVerdict;
import java.util.Optional;

/**
 * One more place where harm was looked for, beside the objectives: a slice, or a metric estimated without labels.
 *
 * @param name what was looked at, such as {@code accuracy} or {@code log-loss of carrier AA}
 * @param source how it is known
 * @param pValue the probability of such a finding without harm; one where there is nothing to find
 * @param because one sentence with the numbers
 */
public record HarmSignal(String name, Source source, double pValue, String because) {

    private static final double THREE_SIGMA = 0.00135;

    /** How harm is known. */
    public enum Source {
        /** From the labels of a part of the rows. */
        @JsonProperty("slice")
        SLICE,
        /** Without labels, as more likely than not. */
        @JsonProperty("estimate")
        ESTIMATE,
        /** Without labels, as less likely than not: it counts where a burst of one group confirms it. */
        @JsonProperty("suspicion")
        SUSPICION
    }

    /** Checks the numbers. */
    public HarmSignal {
        Require.text(name, "name");
        Require.share(pValue, "p value");
        Require.text(because, "reason");
    }

    /** What an estimate says by the standard policy. */
    public static Optional<HarmSignal> of(HarmVerdict verdict) {
        return of(verdict, HarmPolicy.standard());
    }

    /**
     * What an estimate says; empty where it may not be trusted or does not exist. An estimate speaks for harm beyond three
     * standard errors only, which is its p value. Harm is likely from the policy's probability on, which by default is even
     * odds: whoever acts on those is right in most of his alarms whatever their mix. Below it is a suspicion.
     */
    public static Optional<HarmSignal> of(HarmVerdict verdict, HarmPolicy policy) {
        if (verdict instanceof HarmVerdict.NotEvaluable || verdict instanceof HarmVerdict.Untrusted) {
            return Optional.empty();
        }
        boolean suspicion =
                verdict instanceof HarmVerdict.Suspected suspected && suspected.probability() < policy.likely();
        return Optional.of(new HarmSignal(
                verdict.metric().label(),
                suspicion ? Source.SUSPICION : Source.ESTIMATE,
                verdict.pointsToHarm() ? THREE_SIGMA : 1,
                verdict.because()));
    }
}
