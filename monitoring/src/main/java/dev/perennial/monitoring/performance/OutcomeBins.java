package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The score bins over which outcomes are counted, cut once from the reference. Bin {@code i} holds the scores in {@code
 * [cuts[i-1], cuts[i])}; the first reaches down to 0 and the last up to 1. The decision threshold is one of the cuts, so
 * everything that rests on decisions is exact.
 *
 * @param threshold the least score that means positive
 * @param cuts strictly increasing, above 0 and at most 1, the threshold among them unless it is 0
 */
public record OutcomeBins(double threshold, List<Double> cuts) {

    /** About 200 bins: the area under a smooth curve is then known to about 0.002. */
    public static final int DEFAULT_BINS = 200;

    /** Checks that the cuts increase and hold the threshold. */
    @JsonCreator
    public OutcomeBins(@JsonProperty("threshold") double threshold, @JsonProperty("cuts") List<Double> cuts) {
        this.threshold = Require.share(threshold, "decision threshold");
        this.cuts = List.copyOf(cuts);
        double before = 0;
        for (double cut : cuts) {
            if (!(cut > before && cut <= 1)) {
                throw new IllegalArgumentException("Invalid score cuts: " + cut + " follows " + before);
            }
            before = cut;
        }
        if (threshold > 0 && !cuts.contains(threshold)) {
            throw new IllegalArgumentException("Invalid score cuts: the threshold " + threshold + " is not among them");
        }
    }

    /** Cuts a reference's scores into about {@link #DEFAULT_BINS} bins of equal depth; what is no probability is left out. */
    public static OutcomeBins of(double[] referenceScores, double threshold) {
        return of(referenceScores, threshold, DEFAULT_BINS);
    }

    /** Cuts a reference's scores into about {@code bins} bins of equal depth; what is no probability is left out. */
    public static OutcomeBins of(double[] referenceScores, double threshold, int bins) {
        Require.positive(bins, "number of bins");
        double[] sorted = Arrays.stream(referenceScores)
                .filter(score -> score >= 0 && score <= 1)
                .sorted()
                .toArray();
        TreeSet<Double> cuts = new TreeSet<>();
        for (int k = 1; k < bins && sorted.length > 0; k++) {
            double score = sorted[(int) ((long) k * sorted.length / bins)];
            cuts.add(score);
            // a score that alone fills a bin is kept apart from those above it
            if (heavy(sorted, score, bins)) {
                cuts.add(Math.min(1, Math.nextUp(score)));
            }
        }
        cuts.add(threshold);
        cuts.removeIf(cut -> cut <= 0);
        return new OutcomeBins(threshold, new ArrayList<>(cuts));
    }

    private static boolean heavy(double[] sorted, double score, int bins) {
        int from = firstAtLeast(sorted, score);
        int to = firstAtLeast(sorted, Math.nextUp(score));
        return (long) (to - from) * bins >= sorted.length && to - from > 1;
    }

    private static int firstAtLeast(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The number of bins. */
    public int size() {
        return cuts.size() + 1;
    }

    /** The bin of a score in [0, 1]. */
    public int bin(double score) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cuts.get(middle) <= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a bin holds scores that mean positive. */
    boolean called(int bin) {
        return bin == 0 ? threshold <= 0 : cuts.get(bin - 1) >= threshold;
    }

    /** The least score of a bin. */
    double from(int bin) {
        return bin == 0 ? 0 : cuts.get(bin - 1);
    }
}
