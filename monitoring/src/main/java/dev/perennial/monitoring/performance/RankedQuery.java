package dev.perennial.monitoring.performance;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items of one query from the top down. Items of equal score have no order among themselves: every measure is its mean
 * over all orders of the ties, so the order of the rows never matters.
 *
 * <p>Gains are the relevances themselves, discounted by log2(1 + rank).
 *
 * <p>Sources: K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002); ties as
 * in F. McSherry, M. Najork, "Computing information retrieval performance measures efficiently in the presence of tied
 * scores", ECIR 2008.
 */
final class RankedQuery {
    private final double[] scores;
    private final double[] relevances;
    private final double[] ideal;
    private final int relevant;

    RankedQuery(double[] scores, double[] relevances) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted((left, right) -> scores[left] == scores[right]
                        ? Double.compare(relevances[right], relevances[left])
                        : Double.compare(scores[right], scores[left]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.scores = Arrays.stream(order).mapToDouble(i -> scores[i]).toArray();
        this.relevances = Arrays.stream(order).mapToDouble(i -> relevances[i]).toArray();
        this.ideal =
                Arrays.stream(relevances).map(r -> -r).sorted().map(r -> -r).toArray();
        this.relevant = (int) Arrays.stream(relevances).filter(r -> r > 0).count();
    }

    int relevant() {
        return relevant;
    }

    private int endOfTies(int from) {
        int to = from + 1;
        while (to < scores.length && scores[to] == scores[from]) {
            to++;
        }
        return to;
    }

    /* In [0, 1]; the query has a relevant item. Relevances are scaled by the largest, so that no gain overflows. */
    double normalisedGain(int depth) {
        double best = 0;
        for (int rank = 0; rank < Math.min(depth, ideal.length); rank++) {
            best += ideal[rank] / ideal[0] * discount(rank);
        }
        double gain = 0;
        for (int from = 0; from < scores.length && from < depth; ) {
            int to = endOfTies(from);
            double mean = 0;
            double discounts = 0;
            for (int i = from; i < to; i++) {
                mean += relevances[i] / ideal[0] / (to - from);
                discounts += i < depth ? discount(i) : 0;
            }
            gain += mean * discounts;
            from = to;
        }
        return Math.min(1, gain / best);
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(2.0 + rank);
    }

    /* Zero when nothing is relevant: nothing was found. */
    double reciprocalRank() {
        for (int from = 0; from < scores.length; ) {
            int to = endOfTies(from);
            int hits = hits(from, to);
            if (hits > 0) {
                return meanReciprocal(from, to - from, hits);
            }
            from = to;
        }
        return 0;
    }

    private int hits(int from, int to) {
        return (int) IntStream.range(from, to).filter(i -> relevances[i] > 0).count();
    }

    /* The first of `hits` relevant items among `ties` in random order stands at j with probability C(ties-j, hits-1)/C(ties, hits). */
    private static double meanReciprocal(int before, int ties, int hits) {
        double mean = 0;
        double noneYet = 1;
        for (int j = 1; j <= ties - hits + 1; j++) {
            double here = (double) hits / (ties - j + 1);
            mean += noneYet * here / (before + j);
            noneYet *= 1 - here;
        }
        return mean;
    }

    /* The probability that a relevant item is among the first `depth`. */
    double hit(int depth) {
        for (int from = 0; from < scores.length && from < depth; ) {
            int to = endOfTies(from);
            int hits = hits(from, to);
            if (hits > 0) {
                double none = 1;
                for (int drawn = 0; drawn < Math.min(to, depth) - from; drawn++) {
                    none *= Math.max(0, to - from - drawn - hits) / (double) (to - from - drawn);
                }
                return 1 - none;
            }
            from = to;
        }
        return 0;
    }
}
