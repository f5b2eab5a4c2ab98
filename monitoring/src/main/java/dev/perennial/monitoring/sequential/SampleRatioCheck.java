package dev.perennial.monitoring.sequential;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * Whether requests were split over the arms as planned, by a Dirichlet-multinomial e value that may be looked at at any
 * time. A split that is off says that routing or counting is broken: nothing else that was measured can be trusted.
 *
 * <p>The prior is a Dirichlet distribution of concentration 100 around the planned shares, so that small deviations are
 * looked for. Source: M. Lindon, A. Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022.
 *
 * <p>When the plan changes (the next step of a rollout), a step is finished with {@link #nextStep} and its evidence carried:
 * the product of e values is again one.
 *
 * @param shares the planned shares of the present step, positive, summing to one
 * @param counts requests by arm in the present step
 * @param carriedLogE the log e value of the steps before
 */
public record SampleRatioCheck(List<Double> shares, List<Long> counts, double carriedLogE) {

    private static final double CONCENTRATION = 100;

    /** Checks shares and counts. */
    public SampleRatioCheck {
        shares = List.copyOf(shares);
        counts = List.copyOf(counts);
        Require.finite(carriedLogE, "carried log e value");
        Require.sameLength(shares.size(), counts.size(), "counts");
        double total = 0;
        for (double share : shares) {
            total += Require.positive(share, "planned share");
        }
        if (Math.abs(total - 1) > 1e-9) {
            throw new IllegalArgumentException("Invalid planned shares: " + shares + " sum to " + total);
        }
        for (long count : counts) {
            Require.notNegative(count, "count");
        }
    }

    /** Before any request. */
    public static SampleRatioCheck start(List<Double> shares) {
        return new SampleRatioCheck(shares, shares.stream().map(share -> 0L).toList(), 0);
    }

    /** After more requests, given by arm. */
    public SampleRatioCheck plus(List<Long> more) {
        Require.sameLength(counts.size(), more.size(), "counts");
        List<Long> sum = new ArrayList<>(counts.size());
        for (int arm = 0; arm < counts.size(); arm++) {
            sum.add(Math.addExact(counts.get(arm), Require.notNegative(more.get(arm), "count")));
        }
        return new SampleRatioCheck(shares, sum, carriedLogE);
    }

    /** Goes on with other planned shares. */
    public SampleRatioCheck nextStep(List<Double> nextShares) {
        return new SampleRatioCheck(
                nextShares, nextShares.stream().map(share -> 0L).toList(), logE());
    }

    /** The natural logarithm of the e value of "the split is as planned"; zero before any request. */
    public double logE() {
        double logE = carriedLogE;
        long total = 0;
        for (int arm = 0; arm < shares.size(); arm++) {
            double prior = CONCENTRATION * shares.get(arm);
            long count = counts.get(arm);
            logE += Gamma.logGamma(prior + count) - Gamma.logGamma(prior) - count * Math.log(shares.get(arm));
            total += count;
        }
        return logE - Gamma.logGamma(CONCENTRATION + total) + Gamma.logGamma(CONCENTRATION);
    }

    /** Whether the split differs from the plan, at a level that holds at any number of looks. */
    public boolean mismatchAt(double alpha) {
        return logE() >= -Math.log(Require.level(alpha, "level"));
    }
}
