package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often things occur, for a sample of them that depends on nothing but the things: those with the smallest 64-bit
 * digests. The counts of those kept are exact however the rows were split, so merging is exact and order-free.
 *
 * <p>Sources: A. Z. Broder, "On the resemblance and containment of documents", SEQUENCES 1997; K. Beyer and others, "On
 * synopses for distinct-value estimation under multiset operations", SIGMOD 2007. With k kept, an estimated number of
 * distinct things has a relative standard error of about 1/sqrt(k - 2).
 *
 * @param capacity the largest number of digests kept
 * @param counts how often each of them occurred, at least once, by digest as an unsigned number in hexadecimal
 */
public record DigestSample(int capacity, SortedMap<String, Long> counts) {

    /** Copies the counts and checks their number. */
    public DigestSample {
        Require.positive(capacity, "capacity");
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        if (counts.size() > capacity) {
            throw new IllegalArgumentException(
                    "Invalid sample: " + counts.size() + " digests, expected at most " + capacity);
        }
        counts.values().forEach(count -> Require.positive(count, "count"));
    }

    /** Counts digests. */
    static DigestSample of(int capacity, long[] digests) {
        TreeMap<Long, Long> smallest = new TreeMap<>(Long::compareUnsigned);
        for (long digest : digests) {
            if (smallest.size() == capacity && Long.compareUnsigned(digest, smallest.lastKey()) > 0) {
                continue;
            }
            smallest.merge(digest, 1L, Long::sum);
            if (smallest.size() > capacity) {
                smallest.pollLastEntry();
            }
        }
        TreeMap<String, Long> counts = new TreeMap<>();
        smallest.forEach((digest, count) -> counts.put(key(digest), count));
        return new DigestSample(capacity, counts);
    }

    static String key(long digest) {
        String hex = Long.toHexString(digest);
        return "0".repeat(16 - hex.length()) + hex;
    }

    /** The sample of all rows of both. */
    public DigestSample merge(DigestSample other) {
        Require.sameLength(capacity, other.capacity, "capacity of the other sample");
        TreeMap<String, Long> merged = new TreeMap<>(counts);
        other.counts.forEach((digest, count) -> merged.merge(digest, count, Long::sum));
        while (merged.size() > capacity) {
            merged.pollLastEntry();
        }
        return new DigestSample(capacity, merged);
    }

    /** Whether every thing that occurred is in the sample. */
    public boolean complete() {
        return counts.size() < capacity;
    }

    /** The share of all digests that would be in the sample: one when it is complete. */
    double reach() {
        if (complete()) {
            return 1;
        }
        return (Long.parseUnsignedLong(counts.lastKey(), 16) >>> 11) * 0x1p-53;
    }

    /** About how many different things occurred; exact while the sample is complete. */
    public long distinct() {
        return complete() ? counts.size() : Math.max(counts.size(), Math.round((capacity - 1) / reach()));
    }

    /** Rows in the sample. */
    long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows in the sample beyond the first of their kind. */
    long repeats() {
        return rows() - counts.size();
    }

    /** Pairs of equal rows in the sample. */
    double pairs() {
        return counts.values().stream()
                .mapToDouble(count -> 0.5 * count * (count - 1))
                .sum();
    }
}
