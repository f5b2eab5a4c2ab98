package dev.perennial.monitoring.profile;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The counts of a numeric column of a segment, with exact sums for its moments and the range of its values. Immutable.
 *
 * <p>The moments are those of {@link NumericProfile}: sums of integers, each value rounded to {@link NumericBins}' quantum
 * (about 2^-40 of the largest reference value) and clipped at 2^12 times that value.
 */
public final class NumberCounts implements ColumnCounts {
    private final NumericBins bins;
    private final long[] counts;
    private final long missing;
    private final long nonFinite;
    private final long invalid;
    private final long absent;
    private final WideSum sum;
    private final WideSum sumOfSquares;
    private final double least;
    private final double most;

    /* Takes the arrays over; the last counts are missing, non-finite, invalid and absent. */
    NumberCounts(
            NumericBins bins,
            long[] counts,
            long[] without,
            WideSum sum,
            WideSum sumOfSquares,
            double least,
            double most) {
        this.bins = bins;
        this.counts = counts;
        missing = without[0];
        nonFinite = without[1];
        invalid = without[2];
        absent = without[3];
        this.sum = sum;
        this.sumOfSquares = sumOfSquares;
        this.least = least;
        this.most = most;
    }

    /** The frozen cut points. */
    public NumericBins bins() {
        return bins;
    }

    /** The number of rows in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** Rows with a finite value. */
    public long finite() {
        return Arrays.stream(counts).sum();
    }

    /** Rows without a value in a segment that has the column. */
    @Override
    public long missing() {
        return missing;
    }

    /** Rows with an infinite value. */
    public long nonFinite() {
        return nonFinite;
    }

    /** Rows whose value is not a number at all. */
    public long invalid() {
        return invalid;
    }

    /** Rows of segments that lack the column. */
    @Override
    public long absent() {
        return absent;
    }

    /** All rows. */
    @Override
    public long rows() {
        return finite() + missing + nonFinite + invalid + absent;
    }

    /** The smallest finite value; empty when there is none. */
    public OptionalDouble min() {
        return least > most ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    /** The largest finite value; empty when there is none. */
    public OptionalDouble max() {
        return least > most ? OptionalDouble.empty() : OptionalDouble.of(most);
    }

    /** The mean of the finite values; empty when there is none. */
    public OptionalDouble mean() {
        return profile().mean();
    }

    /** The standard deviation of the finite values (denominator n); empty when there is none. */
    public OptionalDouble standardDeviation() {
        return profile().standardDeviation();
    }

    /** The counts as distances read them; rows without a number for whatever reason are missing there. */
    @Override
    public NumericProfile profile() {
        List<Long> boxed = Arrays.stream(counts).boxed().toList();
        return new NumericProfile(
                bins, boxed, missing + invalid + absent, nonFinite, sum.value(), sumOfSquares.value());
    }

    WideSum sum() {
        return sum;
    }

    WideSum sumOfSquares() {
        return sumOfSquares;
    }

    double leastOrInfinity() {
        return least;
    }

    double mostOrInfinity() {
        return most;
    }

    void addTo(long[] totals) {
        for (int bin = 0; bin < counts.length; bin++) {
            totals[bin] += counts[bin];
        }
    }

    void write(ProfileWriter out) {
        out.putCounts(counts);
        out.putCounts(new long[] {missing, nonFinite, invalid, absent});
        sum.write(out);
        sumOfSquares.write(out);
        out.putDouble(least);
        out.putDouble(most);
    }

    static NumberCounts read(NumericBins bins, ProfileReader in) {
        return new NumberCounts(
                bins,
                in.takeCounts(bins.size()),
                in.takeCounts(4),
                WideSum.read(in),
                WideSum.read(in),
                in.takeDouble(),
                in.takeDouble());
    }
}
