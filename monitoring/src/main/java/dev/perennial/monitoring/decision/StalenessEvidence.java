package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import dev.perennial.monitoring.paired.Gaussian;

/**
 * The log-loss differences between the champion and the challengers of its term (champion minus challenger, on the same
 * rows), pooled over all windows since the champion took office. Each window's challenger was fitted before the window, so
 * every difference is on rows later than its training data. It is folded window by window and never reset: a test that
 * starts anew every week has to prove everything in seven days.
 *
 * <p>The question is not whether the champion differs from the challenger, which an alarm would answer, but whether a
 * replacement is worth its price. The advantage now is given a normal prior around zero (a champion fitted today is its own
 * challenger) with the policy's plausible advantage as its standard deviation. The data are the mean over rows in which a
 * block weighs half for every half-life of newer blocks, and its standard error, robust to dependence within blocks and to
 * some between them: weather lasts longer than a day, so neighbouring blocks' correlation counts (Bartlett weights), and
 * the variance is never below that of independent blocks. With few blocks the variance itself is uncertain: it is pooled
 * with one pseudo-block, as noisy as the policy says before anything is seen, and the posterior is Student's t with as many
 * degrees of freedom as effective blocks. The challenger is better when the posterior mean reaches the break-even of the
 * policy and the probability of no advantage at all is at most its level. This is a Bayesian decision, which may be taken
 * at every look; its rate of needless requests is stated with {@link StalenessPolicy} and held by simulation.
 *
 * <p>Sources: A. Gelman et al., "Bayesian Data Analysis", 3rd ed. (2013), sections 2.5, 2.6 and 9.1; M. West, J. Harrison,
 * "Bayesian Forecasting and Dynamic Models", 2nd ed. (1997), section 6.3 (discounting); W. K. Newey, K. D. West,
 * Econometrica 55 (1987).
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
        Discounted discounted = discounted(policy);
        double variance = discounted.noise(policy) / discounted.effectiveBlocks();
        double prior = policy.plausibleAdvantage() * policy.plausibleAdvantage();
        double trust = prior / (prior + variance);
        double advantage = trust * discounted.mean();
        double standardError = Math.sqrt(trust * variance);
        var numbers = new StalenessVerdict.Numbers(
                advantage,
                advantage - standardError * Gaussian.studentQuantile(1 - policy.alpha(), discounted.effectiveBlocks()),
                standardError,
                policy.breakEven(),
                policy.alpha(),
                blocks,
                pooled.rows());
        return advantage >= numbers.effectFloor() && numbers.lowerBound() > 0
                ? new StalenessVerdict.ChallengerBetter(numbers)
                : new StalenessVerdict.NoEvidence(numbers);
    }

    private Discounted discounted(StalenessPolicy policy) {
        int blocks = pooled.blocks().size();
        double[] weights = new double[blocks];
        double weightedRows = 0;
        double weightedSum = 0;
        double total = 0;
        double squared = 0;
        int position = 0;
        for (BlockSum block : pooled.blocks().values()) {
            double weight = Math.exp(-(blocks - 1 - position) * Math.log(2) / policy.halfLifeBlocks());
            weights[position++] = weight;
            weightedRows += weight * block.rows();
            weightedSum += weight * block.sum();
            total += weight;
            squared += weight * weight;
        }
        double mean = weightedSum / weightedRows;
        double rowsPerBlock = weightedRows / total;
        double[] residuals = new double[blocks];
        position = 0;
        for (BlockSum block : pooled.blocks().values()) {
            residuals[position] = weights[position] * (block.sum() - mean * block.rows()) / rowsPerBlock;
            position++;
        }
        return new Discounted(
                mean, longRunSquares(residuals, policy.dependentBlocks()) / squared, total * total / squared);
    }

    /* Newey and West's long-run variance with Bartlett weights, but never below that of independent blocks. */
    private static double longRunSquares(double[] residuals, int lags) {
        double independent = 0;
        double dependent = 0;
        for (int lag = 0; lag <= lags; lag++) {
            double products = 0;
            for (int i = lag; i < residuals.length; i++) {
                products += residuals[i] * residuals[i - lag];
            }
            if (lag == 0) {
                independent = products;
            }
            dependent += (lag == 0 ? 1 : 2 * (1 - lag / (lags + 1.0))) * products;
        }
        return Math.max(independent, dependent);
    }

    /* The mean advantage, the mean square of a block's residual and the number of equally weighted blocks. */
    private record Discounted(double mean, double meanSquare, double effectiveBlocks) {

        /* The variance of a block, pooled with one pseudo-block whose review period is as noisy as an advantage is large. */
        double noise(StalenessPolicy policy) {
            double pseudo = policy.plausibleAdvantage() * policy.plausibleAdvantage() * policy.reviewBlocks();
            return (pseudo + effectiveBlocks * meanSquare) / effectiveBlocks;
        }
    }
}
