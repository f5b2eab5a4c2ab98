package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.decision.CanaryEvidence.StepProgress;
import dev.perennial.monitoring.decision.CanaryVerdict.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The judge of a canary. It may be asked at any time and any number of times: its evidence consists of e-processes and
 * confidence sequences, so a canary that is not worse is ever taken back with probability at most the policy's false
 * rollback rate, given independent requests and rows.
 *
 * <p>In this order: consecutive failures take back at once; a split that is not as planned makes everything else invalid;
 * proved harm, in counts or in labelled losses, takes back; then, if every proof of non-inferiority is there and the
 * minima are met, the canary goes on; else it continues, or is held for a person when its time is over. Absence of data is
 * never success.
 */
public final class CanaryJudge {

    private CanaryJudge() {}

    /** Judges by the Brier score. */
    public static CanaryVerdict judge(CanaryEvidence evidence, JudgePolicy policy) {
        return judge(evidence, policy, JudgedLoss.BRIER);
    }

    /** Judges by the loss that the labelled rows of the evidence are measured by. */
    public static CanaryVerdict judge(CanaryEvidence evidence, JudgePolicy policy, JudgedLoss loss) {
        LabelsNeeded labels = evidence.shadow().until(policy.lossMargin(), policy.minimumPairs());
        if (evidence.consecutiveFailures() >= policy.breakerFailures()) {
            return new CanaryVerdict(
                    Decision.ROLL_BACK,
                    List.of(evidence.consecutiveFailures()
                            + " consecutive failures of the canary, the breaker opens at " + policy.breakerFailures()),
                    labels,
                    evidence);
        }
        if (evidence.split().mismatchAt(policy.splitAlpha())) {
            return new CanaryVerdict(
                    Decision.INVALID,
                    List.of(String.format(
                            Locale.ROOT,
                            "requests were split %s where %s was planned (log e %.2f): repair routing or counting first",
                            evidence.split().counts(),
                            evidence.split().shares(),
                            evidence.split().logE())),
                    labels,
                    evidence);
        }
        List<String> harm = new ArrayList<>();
        for (CountGuardrail guardrail : evidence.guardrails()) {
            if (guardrail
                    .rollback()
                    .rejectsAt(policy.guardrailAlpha(evidence.guardrails().size()))) {
                harm.add(worseRate(guardrail));
            }
        }
        lossHarm(evidence.shadow(), policy, loss).ifPresent(harm::add);
        if (!harm.isEmpty()) {
            return new CanaryVerdict(Decision.ROLL_BACK, harm, labels, evidence);
        }
        List<String> missing = missing(evidence, policy, labels, loss);
        if (missing.isEmpty()) {
            return new CanaryVerdict(
                    Decision.PROMOTE, List.of(proved(evidence.shadow(), policy, loss)), labels, evidence);
        }
        return new CanaryVerdict(
                evidence.progress() == StepProgress.OVERDUE ? Decision.HOLD : Decision.CONTINUE,
                missing,
                labels,
                evidence);
    }

    private static Optional<String> lossHarm(ShadowEvidence shadow, JudgePolicy policy, JudgedLoss loss) {
        if (shadow.upperAdvantage() >= 0) {
            return Optional.empty();
        }
        boolean beyondMargin = shadow.upperAdvantage() < -policy.lossMargin();
        if (shadow.harm() != ShadowEvidence.Blocks.AGREE && !beyondMargin) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the canary's %s is worse by %.4f (at least %.4f) on %d labelled pairs from %d blocks",
                loss.label(),
                -shadow.advantage(),
                -shadow.upperAdvantage(),
                shadow.pairs(),
                shadow.blocks().blocks().size()));
    }

    private static String worseRate(CountGuardrail guardrail) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d in the canary against %d of %d in the champion, beyond the tolerated ratio %.2f (log e %.2f)",
                guardrail.name(),
                guardrail.total().canaryEvents(),
                guardrail.total().canaryRequests(),
                guardrail.total().championEvents(),
                guardrail.total().championRequests(),
                1 + guardrail.rollback().margin(),
                guardrail.rollback().logE());
    }

    private static List<String> missing(
            CanaryEvidence evidence, JudgePolicy policy, LabelsNeeded labels, JudgedLoss loss) {
        List<String> missing = new ArrayList<>();
        if (evidence.progress() == StepProgress.TOO_EARLY) {
            missing.add("the step has not lasted its least time");
        }
        for (CountGuardrail guardrail : evidence.guardrails()) {
            long requests = guardrail.total().canaryRequests();
            if (requests < policy.minimumRequests()) {
                missing.add(guardrail.name() + ": " + requests + " canary requests, at least "
                        + policy.minimumRequests() + " are needed");
                continue;
            }
            double upper = guardrail.upperRate(1 - policy.falsePromotion());
            if (!guardrail.promotion().rejectsAt(policy.falsePromotion()) && upper > policy.tolerableRate()) {
                missing.add(String.format(
                        Locale.ROOT,
                        "%s: a ratio of %.2f to the champion is not excluded (log e %.2f), and the rate may be %.4f"
                                + " (tolerable %.4f)",
                        guardrail.name(),
                        1 + guardrail.promotion().margin(),
                        guardrail.promotion().logE(),
                        upper,
                        policy.tolerableRate()));
            }
        }
        ShadowEvidence shadow = evidence.shadow();
        int blocks = shadow.blocks().blocks().size();
        if (shadow.pairs() < policy.minimumPairs()) {
            missing.add(shadow.pairs() + " labelled pairs, at least " + policy.minimumPairs() + " are needed: "
                    + labels.phrase());
        } else if (shadow.lowerAdvantage() <= -policy.lossMargin()) {
            missing.add(String.format(
                    Locale.ROOT,
                    "a %s disadvantage of %.4f is not excluded (advantage %+.4f, at least %+.4f): %s",
                    loss.adjective(),
                    policy.lossMargin(),
                    shadow.advantage(),
                    shadow.lowerAdvantage(),
                    labels.phrase()));
        } else if (!shadow.blocksExclude(policy.lossMargin(), policy.falsePromotion())) {
            missing.add(String.format(
                    Locale.ROOT,
                    "the rows exclude a %s disadvantage of %.4f, but their %d blocks do not",
                    loss.adjective(),
                    policy.lossMargin(),
                    blocks));
        }
        if (blocks < policy.minimumBlocks()) {
            missing.add("labelled pairs come from " + blocks + " blocks, at least " + policy.minimumBlocks()
                    + " are needed");
        }
        return missing;
    }

    private static String proved(ShadowEvidence shadow, JudgePolicy policy, JudgedLoss loss) {
        return String.format(
                Locale.ROOT,
                "not worse: %s advantage %+.4f, at least %+.4f (margin %.4f) on %d labelled pairs from %d blocks",
                loss.adjective(),
                shadow.advantage(),
                shadow.lowerAdvantage(),
                policy.lossMargin(),
                shadow.pairs(),
                shadow.blocks().blocks().size());
    }
}
