package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;

/**
 * What a canary must prove, and what takes it back.
 *
 * @param falseRollback the probability of ever taking back a canary that is not worse; half of it is spent on labelled
 *     losses, half on all count guardrails together
 * @param falsePromotion the level of each proof that a promotion needs; all of them must hold, so it is not split
 * @param rollbackRateMargin the excess of an event rate over the champion's that is tolerated before taking back. Where
 *     entities stick to an arm and no pre-period corrects for their differences, .25; where requests are independent, 0
 * @param promotionRateMargin the excess of an event rate that must be excluded before promoting
 * @param tolerableRate an event rate that is tolerable in itself: where the canary is proved to stay below it, its ratio
 *     to the champion's need not be known
 * @param lossMargin the disadvantage in Brier score that must be excluded before promoting
 * @param minimumRequests the least number of requests that the canary has answered
 * @param minimumPairs the least number of labelled rows that both models scored
 * @param minimumBlocks the least number of blocks that those rows come from
 * @param breakerFailures so many consecutive failures of the canary take it back at once
 * @param splitAlpha the level of the check that requests were split as planned
 */
public record JudgePolicy(
        double falseRollback,
        double falsePromotion,
        double rollbackRateMargin,
        double promotionRateMargin,
        double tolerableRate,
        double lossMargin,
        long minimumRequests,
        long minimumPairs,
        int minimumBlocks,
        int breakerFailures,
        double splitAlpha) {

    /** Checks the numbers. */
    public JudgePolicy {
        Require.level(falseRollback, "false rollback rate");
        Require.level(falsePromotion, "false promotion rate");
        Require.notNegative(rollbackRateMargin, "rate margin for rollback");
        Require.positive(promotionRateMargin, "rate margin for promotion");
        Require.share(tolerableRate, "tolerable rate");
        Require.positive(lossMargin, "loss margin");
        Require.positive(minimumRequests, "least number of requests");
        Require.positive(minimumPairs, "least number of pairs");
        Require.positive((long) minimumBlocks, "least number of blocks");
        Require.positive((long) breakerFailures, "number of consecutive failures");
        Require.level(splitAlpha, "level of the split check");
    }

    /**
     * False rollback .01, promotion proofs at .05, event ratio 1.5, tolerable rate .01, Brier margin .015, 200 requests,
     * 500 pairs from two blocks, 20 consecutive failures.
     *
     * <p>The Brier margin follows from two days of 900 labelled pairs: with a standard deviation of .10 between the losses
     * of two models on one row, the one-sided limit at 1,800 rows lies .0087 below the mean, and the mean within .004 of
     * the truth in 95 % of cases; an equal candidate therefore passes a margin of .015 nearly always, while one that is
     * worse by .02 practically never does.
     */
    public static JudgePolicy standard() {
        return new JudgePolicy(0.01, 0.05, 0.25, 0.5, 0.01, 0.015, 200, 500, 2, 20, 0.001);
    }

    /** The same with another false rollback rate and another least number of requests, as a declaration states them. */
    public JudgePolicy with(double otherFalseRollback, long otherMinimumRequests) {
        return new JudgePolicy(
                otherFalseRollback,
                falsePromotion,
                rollbackRateMargin,
                promotionRateMargin,
                tolerableRate,
                lossMargin,
                otherMinimumRequests,
                minimumPairs,
                minimumBlocks,
                breakerFailures,
                splitAlpha);
    }

    double lossAlpha() {
        return falseRollback / 2;
    }

    double guardrailAlpha(int guardrails) {
        return falseRollback / 2 / guardrails;
    }
}
