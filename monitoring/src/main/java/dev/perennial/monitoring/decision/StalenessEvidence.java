package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.sequential.AsymptoticConfidenceSequence;
import dev.perennial.monitoring.sequential.Sides;

/**
 * The log-loss differences between the champion and the challengers of its term (champion minus challenger, on the same
 * rows), pooled over all windows since the champion took office. It is folded window by window and never reset: a test
 * that starts anew every week has to prove everything in seven days.
 *
 * <p>The advantage is the mean over rows, in which block {@code i} (the oldest is 0) weighs 2^(i / halfLife). Growing the
 * weight of what comes, instead of shrinking what has been, keeps the weighted sum a martingale without drift, so the
 * normal-mixture boundary holds at every look, with the intrinsic time Σ 4^(i / halfLife). The variance is robust to
 * dependence within blocks. Because it is estimated from few blocks, the boundary's normal quantile is replaced by the
 * quantile of Student's t with the same tail. Dependence between neighbouring blocks is not corrected for.
 *
 * @param pooled the differences by block; a window must be added once only
 */
public record StalenessEvidence(BlockedDifferences pooled) {

    /** The first day in office. */
    public static StalenessEvidence empty() {
        return new StalenessEvidence(BlockedDifferences.empty());
    }

    /** With the blocks of one more window. */
    public StalenessEvidence plus(BlockedDifferences window) {
        return new StalenessEvidence(pooled.merge(window));
    }

    /** What the evidence says so far. */
    public StalenessVerdict verdict(StalenessPolicy policy) {
        int blocks = pooled.blocks().size();
        if (blocks < policy.minimumBlocks()) {
            return new StalenessVerdict.NotEvaluable(
                    blocks + " blocks, at least " + policy.minimumBlocks() + " are needed");
        }
        double weightedRows = 0;
        double weightedSum = 0;
        double weights = 0;
        double squaredWeights = 0;
        int age = blocks - 1;
        for (BlockSum block : pooled.blocks().values()) {
            double weight = Math.exp(-age * Math.log(2) / policy.halfLifeBlocks());
            weightedRows += weight * block.rows();
            weightedSum += weight * block.sum();
            weights += weight;
            squaredWeights += weight * weight;
            age--;
        }
        double advantage = weightedSum / weightedRows;
        double squares = 0;
        age = blocks - 1;
        for (BlockSum block : pooled.blocks().values()) {
            double weight = Math.exp(-age * Math.log(2) / policy.halfLifeBlocks());
            double residual = weight * (block.sum() - advantage * block.rows());
            squares += residual * residual;
            age--;
        }
        double effectiveBlocks = weights * weights / squaredWeights;
        double freedom = effectiveBlocks - 1;
        double standardError = Math.sqrt(squares * effectiveBlocks / freedom) / weightedRows;
        double boundary = AsymptoticConfidenceSequence.boundary(
                intrinsicTime(blocks, policy),
                AsymptoticConfidenceSequence.rhoSquaredFor(
                        intrinsicTime(policy.tightestAtBlocks(), policy), policy.alpha(), Sides.ONE),
                policy.alpha(),
                Sides.ONE);
        double quantile = -Gaussian.studentQuantile(Gaussian.upperTail(boundary), freedom);
        var numbers = new StalenessVerdict.Numbers(
                advantage,
                advantage - quantile * standardError,
                standardError,
                policy.effectFloor(),
                policy.alpha(),
                blocks,
                pooled.rows());
        return advantage >= policy.effectFloor() && numbers.lowerBound() > 0
                ? new StalenessVerdict.ChallengerBetter(numbers)
                : new StalenessVerdict.NoEvidence(numbers);
    }

    private static double intrinsicTime(int blocks, StalenessPolicy policy) {
        double growth = 2 * Math.log(2) / policy.halfLifeBlocks();
        return Math.expm1(blocks * growth) / Math.expm1(growth);
    }
}
