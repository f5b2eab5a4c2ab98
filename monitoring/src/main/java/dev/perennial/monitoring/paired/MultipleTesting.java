package dev.perennial.monitoring.paired;

import dev.perennial.monitoring.Require;
import java.util.stream.IntStream;

/** Control of the false discovery rate over several tests. */
public final class MultipleTesting {

    private MultipleTesting() {}

    /**
     * The p values adjusted by Benjamini and Hochberg, in the order given: rejecting those not above q keeps the expected
     * share of false rejections at q, for independent or positively dependent tests.
     *
     * <p>Source: Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995).
     */
    public static double[] benjaminiHochberg(double[] pValues) {
        int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted((left, right) -> Double.compare(pValues[right], pValues[left]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double smallest = 1;
        for (int i = 0; i < order.length; i++) {
            double p = Require.share(pValues[order[i]], "p value");
            smallest = Math.min(smallest, p * order.length / (order.length - i));
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    /**
     * The number of hypotheses rejected by e-BH: the largest k such that the k-th largest e value is at least K / (k
     * alpha). Valid under any dependence.
     *
     * <p>Source: R. Wang, A. Ramdas, "False discovery rate control with e-values", JRSS-B 84 (2022).
     */
    public static int eBenjaminiHochberg(double[] eValues, double alpha) {
        Require.level(alpha, "level");
        double[] descending = java.util.Arrays.stream(eValues)
                .map(e -> -Require.notNegative(e, "e value"))
                .sorted()
                .map(e -> -e)
                .toArray();
        for (int k = descending.length; k > 0; k--) {
            if (descending[k - 1] >= descending.length / (k * alpha)) {
                return k;
            }
        }
        return 0;
    }
}
