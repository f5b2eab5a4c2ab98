package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of finite numbers in buckets of equal relative width, 64 to each doubling: quantiles right to 1.6 % of their
 * value whatever the unit, without cut points from a reference. Merging is addition.
 *
 * <p>A bucket is named by the leading bits of its values: sign, exponent and six bits of the fraction. Negative numbers
 * have negative names, so names sort as values do; both zeros and all denormals share a bucket with what is next to zero.
 *
 * @param counts how many values lie in each bucket, at least one
 */
public record LogHistogram(SortedMap<Integer, Long> counts) {

    private static final int DROPPED_BITS = 46;

    /** The relative width of a bucket. */
    static final double RELATIVE_WIDTH = 1.0 / 64;

    /** Copies the counts. */
    public LogHistogram {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        counts.values().forEach(count -> Require.positive(count, "count"));
    }

    /** Counts the finite ones of some values. */
    static LogHistogram of(double[] values) {
        int[] buckets = new int[values.length];
        int n = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                buckets[n++] = bucket(value);
            }
        }
        Arrays.sort(buckets, 0, n);
        TreeMap<Integer, Long> counts = new TreeMap<>();
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && buckets[to] == buckets[from]) {
                to++;
            }
            counts.put(buckets[from], (long) (to - from));
            from = to;
        }
        return new LogHistogram(counts);
    }

    private static int bucket(double value) {
        int size = (int) (Double.doubleToRawLongBits(Math.abs(value)) >>> DROPPED_BITS);
        return value < 0 ? -size - 1 : size;
    }

    /* Bucket k >= 0 holds [edge(k), edge(k + 1)); bucket -k - 1 its mirror image. */
    private static double edge(int bucket) {
        return bucket >= 0 ? size(bucket) : -size(-bucket);
    }

    private static double size(int bucket) {
        return Math.min(Double.MAX_VALUE, Double.longBitsToDouble((long) bucket << DROPPED_BITS));
    }

    /** The number of values. */
    public long values() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The counts of both. */
    public LogHistogram merge(LogHistogram other) {
        TreeMap<Integer, Long> merged = new TreeMap<>(counts);
        other.counts.forEach((bucket, count) -> merged.merge(bucket, count, Long::sum));
        return new LogHistogram(merged);
    }

    /** The edges of the buckets that hold something, ascending: each bucket's lower and upper edge. */
    double[] edges() {
        double[] edges = new double[2 * counts.size()];
        int next = 0;
        for (int bucket : counts.keySet()) {
            edges[next++] = edge(bucket);
            edges[next++] = edge(bucket + 1);
        }
        return edges;
    }

    /** The running shares at {@link #edges()}. */
    double[] shares() {
        double total = values();
        double[] shares = new double[2 * counts.size()];
        int next = 0;
        long below = 0;
        for (long count : counts.values()) {
            shares[next++] = below / total;
            below += count;
            shares[next++] = below / total;
        }
        return shares;
    }

    /** About the value below which a share of all values lies. */
    double quantile(double share) {
        double[] shares = shares();
        double[] edges = edges();
        for (int i = 1; i < shares.length; i += 2) {
            if (shares[i] >= share) {
                double within = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
                return edges[i - 1] + within * (edges[i] - edges[i - 1]);
            }
        }
        return edges[edges.length - 1];
    }
}
