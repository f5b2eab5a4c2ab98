package dev.perennial.monitoring.compat.nannyml;

import dev.perennial.monitoring.compat.sample.SampleRange;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The data quality shares of NannyML 0.13, each of all rows of a chunk, missing ones included. Chunks have at least one row.
 */
public final class DataQuality {

    private DataQuality() {}

    /** The share of missing values. */
    public static double missing(Column chunk) {
        return share(
                chunk, IntStream.range(0, chunk.rows()).filter(chunk::missing).count());
    }

    /**
     * The standard error that NannyML gives to the share of missing values in a chunk: by the reference's share, so zero
     * where the reference misses nothing.
     */
    public static double missingSamplingError(Column reference, Column chunk) {
        double p = missing(reference);
        return Math.sqrt(p * (1 - p)) / Math.sqrt(chunk.rows());
    }

    /** The share of categories that the reference lacks; a missing value counts as unseen unless the reference has one. */
    public static double unseen(CategoryColumn reference, CategoryColumn chunk) {
        Set<String> seen = new HashSet<>();
        boolean missingSeen = false;
        for (int code : reference.codes()) {
            if (code == CategoryColumn.MISSING) {
                missingSeen = true;
            } else {
                seen.add(reference.dictionary().get(code));
            }
        }
        long unseen = 0;
        for (int code : chunk.codes()) {
            boolean known = code == CategoryColumn.MISSING
                    ? missingSeen
                    : seen.contains(chunk.dictionary().get(code));
            unseen += known ? 0 : 1;
        }
        return share(chunk, unseen);
    }

    /** The share of values below the least or above the greatest of the reference. */
    public static double outOfRange(NumberColumn reference, NumberColumn chunk) {
        SampleRange range = SampleRange.of(ValueCounts.finite(reference.values()), new double[0]);
        return share(
                chunk,
                Arrays.stream(chunk.values())
                        .filter(value -> value < range.least() || value > range.greatest())
                        .count());
    }

    private static double share(Column chunk, long events) {
        if (chunk.rows() == 0) {
            throw new IllegalArgumentException("Invalid chunk: it has no rows");
        }
        return (double) events / chunk.rows();
    }
}
