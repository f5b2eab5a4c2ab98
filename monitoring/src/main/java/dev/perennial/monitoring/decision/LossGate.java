package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Wording;
import dev.perennial.monitoring.paired.NonInferiority;
import dev.perennial.monitoring.paired.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The proof that a candidate must give on held-out rows where a model's answers are a value or the probabilities of several
 * classes: a mean loss that is better (or not worse) than the opponent's by a paired test over blocks. The loss is the
 * task's own, squared error or log loss. Of the binary gate's guardrails none applies: there is no ranking of two classes,
 * and no one probability to be calibrated.
 */
public final class LossGate {

    private LossGate() {}

    /** Compares a candidate with the champion on the same rows. */
    public static GateVerdict decide(String loss, PairedLosses heldOut, GatePolicy policy) {
        LossEvidence evidence = evidence(loss, "champion", heldOut);
        List<String> reasons = minima(heldOut, policy);
        if (reasons.isEmpty()) {
            switch (policy.primary()) {
                case SUPERIOR -> superiority(reasons, evidence, policy);
                case NOT_INFERIOR -> notInferiority(reasons, evidence, policy);
            }
        }
        return verdict(evidence, reasons);
    }

    /**
     * Judges a model's first candidate, which has no champion to beat: it must be proved better than the baseline that says
     * the same of every row, and must not be proved worse than the linear candidate.
     *
     * @param heldOut the baseline's losses and the candidate's
     * @param besideLinear the linear candidate's losses and the candidate's
     */
    public static GateVerdict bootstrap(
            String loss, PairedLosses heldOut, PairedLosses besideLinear, GatePolicy policy) {
        LossEvidence evidence = evidence(loss, "no-skill baseline", heldOut);
        List<String> reasons = minima(heldOut, policy);
        if (reasons.isEmpty()) {
            superiority(reasons, evidence, policy);
            if (besideLinear.difference() instanceof PairedTest.Measured measured
                    && measured.pValueBelow(0) <= policy.alpha()) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "worse than the linear candidate by %.4g %s (%s)",
                        -measured.meanDifference(),
                        loss,
                        Wording.pValue(measured.pValueBelow(0))));
            }
        }
        return verdict(evidence, reasons);
    }

    private static LossEvidence evidence(String loss, String opponent, PairedLosses rows) {
        return new LossEvidence(loss, opponent, rows.opponentMean(), rows.candidateMean(), rows.difference());
    }

    private static List<String> minima(PairedLosses rows, GatePolicy policy) {
        List<String> reasons = new ArrayList<>();
        atLeast(reasons, rows.rows(), policy.minimumRows(), "held-out rows");
        atLeast(reasons, rows.blockCount(), policy.minimumBlocks(), "blocks");
        return reasons;
    }

    private static void atLeast(List<String> reasons, long actual, long needed, String what) {
        if (actual < needed) {
            reasons.add(actual + " " + what + ", at least " + needed + " are needed");
        }
    }

    private static void superiority(List<String> reasons, LossEvidence evidence, GatePolicy policy) {
        if (evidence.difference() instanceof PairedTest.Measured measured) {
            if (measured.meanDifference() <= 0 || measured.pValueAbove(0) > policy.alpha()) {
                reasons.add(evidence.loss() + " not proved better than the " + evidence.opponent() + "'s: "
                        + sentence(measured));
            }
        } else {
            reasons.add(
                    evidence.loss() + " not comparable: " + ((PairedTest.NotEvaluable) evidence.difference()).reason());
        }
    }

    private static void notInferiority(List<String> reasons, LossEvidence evidence, GatePolicy policy) {
        NonInferiority result = NonInferiority.of(
                evidence.difference(), policy.logLossMargin() * evidence.opponentLoss(), policy.alpha());
        if (!(result instanceof NonInferiority.Shown)) {
            reasons.add(evidence.loss() + " " + result.because());
        }
    }

    private static GateVerdict verdict(LossEvidence evidence, List<String> reasons) {
        if (!reasons.isEmpty()) {
            return new GateVerdict.RejectedOnLoss(evidence, reasons);
        }
        String numbers = evidence.difference() instanceof PairedTest.Measured measured ? sentence(measured) : "";
        return new GateVerdict.PassedOnLoss(
                evidence, evidence.loss() + " against the " + evidence.opponent() + ": " + numbers);
    }

    private static String sentence(PairedTest.Measured measured) {
        return String.format(
                Locale.ROOT,
                "advantage %+.4g ± %.4g (%s) over %d blocks, %d rows",
                measured.meanDifference(),
                measured.standardError(),
                Wording.pValue(measured.pValueAbove(0)),
                measured.blocks(),
                measured.rows());
    }
}
