package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
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
 * dependence within blocks, and to some between them: weather lasts longer than a day, so it includes the correlation of
 * blocks up to three apart (Bartlett weights), and is never below that of independent blocks. Simulated with the standard
 * policy and no difference: 2.5 % false alarms over 44 weekly looks when blocks are independent, 7 % when neighbouring ones
 * correlate by .2. An advantage of .025 with a standard deviation of .05 a day is proved within four weeks in half of all
 * cases.
 *
 * <p>Sources: I. Waudby-Smith et al., "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
 * Statistics 52 (2024); W. K. Newey, K. D. West, Econometrica 55 (1987).
 *
 * @param pooled the differences by block; a window must be added once only
 */
public record StalenessEvidence(BlockedDifferences pooled) {

    private static final int LAGS = 3;

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
        double[] residuals = new double[blocks];
        int position = 0;
        for (BlockSum block : pooled.blocks().values()) {
            double weight = Math.exp(-(blocks - 1 - position) * Math.log(2) / policy.halfLifeBlocks());
            residuals[position++] = weight * (block.sum() - advantage * block.rows());
        }
        double squares = longRunSquares(residuals);
        double effectiveBlocks = weights * weights / squaredWeights;
        double standardError = Math.sqrt(squares * effectiveBlocks / (effectiveBlocks - 1)) / weightedRows;
        double boundary = AsymptoticConfidenceSequence.boundary(
                intrinsicTime(blocks, policy),
                AsymptoticConfidenceSequence.rhoSquaredFor(
                        intrinsicTime(policy.tightestAtBlocks(), policy), policy.alpha(), Sides.ONE),
                policy.alpha(),
                Sides.ONE);
        var numbers = new StalenessVerdict.Numbers(
                advantage,
                advantage - boundary * standardError,
                standardError,
                policy.effectFloor(),
                policy.alpha(),
                blocks,
                pooled.rows());
        return advantage >= policy.effectFloor() && numbers.lowerBound() > 0
                ? new StalenessVerdict.ChallengerBetter(numbers)
                : new StalenessVerdict.NoEvidence(numbers);
    }

    /* Newey and West's long-run variance with Bartlett weights, but never below that of independent blocks. */
    private static double longRunSquares(double[] residuals) {
        double independent = 0;
        double dependent = 0;
        for (int lag = 0; lag <= LAGS; lag++) {
            double products = 0;
            for (int i = lag; i < residuals.length; i++) {
                products += residuals[i] * residuals[i - lag];
            }
            if (lag == 0) {
                independent = products;
            }
            dependent += (lag == 0 ? 1 : 2 * (1 - lag / (LAGS + 1.0))) * products;
        }
        return Math.max(independent, dependent);
    }

    private static double intrinsicTime(int blocks, StalenessPolicy policy) {
        double growth = 2 * Math.log(2) / policy.halfLifeBlocks();
        return Math.expm1(blocks * growth) / Math.expm1(growth);
    }
}
