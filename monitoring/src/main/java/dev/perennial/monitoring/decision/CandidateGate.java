package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.DeLong;
import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.paired.NonInferiority;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.paired.Spiegelhalter;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The proof that a candidate must give on held-out rows, later than its training rows, before anybody is asked to approve
 * it: a better (or not worse) log loss by a paired test over blocks, no loss beyond a margin in ranking (DeLong) or Brier
 * score, probabilities that are about as large as what happens, and no result too good to be true.
 */
public final class CandidateGate {

    private CandidateGate() {}

    /** Compares a candidate with the champion on the same rows. */
    public static GateVerdict decide(PairedScores heldOut, GatePolicy policy) {
        GateEvidence evidence = evidence("champion", heldOut);
        List<String> reasons = minima(evidence, policy);
        if (reasons.isEmpty()) {
            reasons.addAll(primary(evidence, policy));
            guardrail(
                    reasons,
                    "area under the curve",
                    NonInferiority.of(evidence.auc(), policy.aucMargin(), policy.alpha()));
            guardrail(
                    reasons, "Brier score", NonInferiority.of(evidence.brier(), policy.brierMargin(), policy.alpha()));
            reasons.addAll(sanity(evidence, policy));
        }
        return verdict(evidence, reasons);
    }

    /**
     * Judges a model's first candidate, which has no champion to beat: it must be proved better than the constant base
     * rate of its training rows, and must not be proved worse than the linear candidate.
     *
     * @param scores the candidate's probabilities on the held-out rows
     * @param linearScores the linear candidate's probabilities on the same rows (the same ones if it is the candidate)
     * @param labels what happened
     * @param blocks the block of each row
     * @param trainingBaseRate the share of positive rows in the training rows
     * @param policy the requirements
     */
    public static GateVerdict bootstrap(
            double[] scores,
            double[] linearScores,
            boolean[] labels,
            String[] blocks,
            double trainingBaseRate,
            GatePolicy policy) {
        double[] constant = new double[labels.length];
        Arrays.fill(constant, Require.share(trainingBaseRate, "base rate of the training rows"));
        GateEvidence evidence = evidence("no-skill baseline", new PairedScores(constant, scores, labels, blocks));
        List<String> reasons = minima(evidence, policy);
        if (reasons.isEmpty()) {
            superiority(reasons, evidence, policy);
            reasons.addAll(sanity(evidence, policy));
            PairedTest linear =
                    PairedTest.of(BlockedDifferences.ofLosses(Loss.LOG_LOSS, linearScores, scores, labels, blocks));
            if (linear instanceof PairedTest.Measured measured && measured.pValueBelow(0) <= policy.alpha()) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "worse than the linear candidate by %.4f log loss (%s)",
                        -measured.meanDifference(),
                        Wording.pValue(measured.pValueBelow(0))));
            }
        }
        return verdict(evidence, reasons);
    }

    private static GateEvidence evidence(String opponent, PairedScores rows) {
        LabelMaturity maturity = LabelMaturity.complete(rows.rows());
        return new GateEvidence(
                opponent,
                BinaryPerformance.measure(rows.champion(), rows.labels(), rows.blocks(), maturity),
                BinaryPerformance.measure(rows.candidate(), rows.labels(), rows.blocks(), maturity),
                PairedTest.of(rows.differences(Loss.LOG_LOSS)),
                PairedTest.of(rows.differences(Loss.BRIER)),
                DeLong.compare(rows.champion(), rows.candidate(), rows.labels()),
                Spiegelhalter.of(rows.candidate(), rows.labels()));
    }

    private static List<String> minima(GateEvidence evidence, GatePolicy policy) {
        BinaryPerformance candidate = evidence.candidate();
        List<String> reasons = new ArrayList<>();
        atLeast(reasons, candidate.rows(), policy.minimumRows(), "held-out rows");
        atLeast(reasons, candidate.positives(), policy.minimumOfEachClass(), "positive rows");
        atLeast(reasons, candidate.rows() - candidate.positives(), policy.minimumOfEachClass(), "negative rows");
        atLeast(reasons, candidate.blocks(), policy.minimumBlocks(), "blocks");
        return reasons;
    }

    private static void atLeast(List<String> reasons, long actual, long needed, String what) {
        if (actual < needed) {
            reasons.add(actual + " " + what + ", at least " + needed + " are needed");
        }
    }

    private static List<String> primary(GateEvidence evidence, GatePolicy policy) {
        List<String> reasons = new ArrayList<>();
        switch (policy.primary()) {
            case SUPERIOR -> superiority(reasons, evidence, policy);
            case NOT_INFERIOR -> {
                double margin = policy.logLossMargin()
                        * evidence.opponentPerformance().logLoss().point().orElse(0);
                guardrail(reasons, "log loss", NonInferiority.of(evidence.logLoss(), margin, policy.alpha()));
            }
        }
        return reasons;
    }

    private static void superiority(List<String> reasons, GateEvidence evidence, GatePolicy policy) {
        if (evidence.logLoss() instanceof PairedTest.Measured measured) {
            if (measured.meanDifference() <= 0 || measured.pValueAbove(0) > policy.alpha()) {
                reasons.add("log loss not proved better than the " + evidence.opponent() + "'s: " + sentence(measured));
            }
        } else {
            reasons.add("log loss not comparable: " + ((PairedTest.NotEvaluable) evidence.logLoss()).reason());
        }
    }

    private static void guardrail(List<String> reasons, String what, NonInferiority result) {
        if (!(result instanceof NonInferiority.Shown)) {
            reasons.add(what + " " + result.because());
        }
    }

    private static List<String> sanity(GateEvidence evidence, GatePolicy policy) {
        List<String> reasons = new ArrayList<>();
        if (evidence.candidate().calibrationGap() instanceof Estimate.Measured gap) {
            double least = Math.max(gap.lower(), -gap.upper());
            double opponent = Math.abs(
                    evidence.opponentPerformance().calibrationGap().point().orElse(0));
            if (least > policy.calibrationTolerance() && Math.abs(gap.value()) > opponent) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "mean probability off by %+.4f, tolerated %.4f",
                        gap.value(),
                        policy.calibrationTolerance()));
            }
        }
        if (evidence.auc() instanceof DeLong.Compared areas && areas.secondAuc() >= policy.implausibleAuc()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "area under the curve %.4f is too good to be true (limit %.4f): a feature may hold the label",
                    areas.secondAuc(),
                    policy.implausibleAuc()));
        }
        return reasons;
    }

    private static GateVerdict verdict(GateEvidence evidence, List<String> reasons) {
        if (!reasons.isEmpty()) {
            return new GateVerdict.Rejected(evidence, reasons);
        }
        String numbers = evidence.logLoss() instanceof PairedTest.Measured measured ? sentence(measured) : "";
        return new GateVerdict.Passed(evidence, "log loss against the " + evidence.opponent() + ": " + numbers);
    }

    private static String sentence(PairedTest.Measured measured) {
        return String.format(
                Locale.ROOT,
                "advantage %+.4f ± %.4f (%s) over %d blocks, %d rows",
                measured.meanDifference(),
                measured.standardError(),
                Wording.pValue(measured.pValueAbove(0)),
                measured.blocks(),
                measured.rows());
    }
}
