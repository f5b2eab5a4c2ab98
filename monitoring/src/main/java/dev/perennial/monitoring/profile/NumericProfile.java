package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The counts of a numeric column, with exact sums for its moments.
 *
 * <p>Moments are sums of integers (values rounded to {@code 2^bins.quantumExponent()}, about 2^-40 of the largest
 * reference value), so merging parts in any order gives the same bits. Values beyond 2^12 times the largest reference
 * value are counted, but enter the moments clipped.
 *
 * @param bins the frozen cut points
 * @param counts one count a bin
 * @param missing rows without a value (NaN)
 * @param unexpected rows whose value is infinite
 * @param sum the sum of the finite values, in quanta
 * @param sumOfSquares the sum of the squared finite values, in squared quanta
 */
public record NumericProfile(
        NumericBins bins, List<Long> counts, long missing, long unexpected, BigInteger sum, BigInteger sumOfSquares)
        implements ColumnProfile {

    /** Checks that there is one count a bin. */
    public NumericProfile {
        counts = Counts.checked(counts, bins.size());
        Require.notNegative(missing, "count of missing values");
        Require.notNegative(unexpected, "count of infinite values");
        if (sumOfSquares.signum() < 0) {
            throw new IllegalArgumentException("Invalid sum of squares: " + sumOfSquares + " is negative");
        }
    }

    /** Counts a column; NaN is missing. */
    public static NumericProfile of(NumericBins bins, double[] values) {
        NumberCounter counter = new NumberCounter(bins);
        counter.add(values, 0, values.length);
        return counter.freeze().profile();
    }

    /** The number of rows with a finite value. */
    public long finite() {
        return Counts.total(counts);
    }

    @Override
    public long rows() {
        return finite() + missing + unexpected;
    }

    /** The mean of the finite values; empty when there is none. */
    public OptionalDouble mean() {
        long n = finite();
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(finite(sum.doubleValue() / n * bins.quantum()));
    }

    /** The standard deviation of the finite values (denominator n); empty when there is none. */
    public OptionalDouble standardDeviation() {
        long n = finite();
        if (n == 0) {
            return OptionalDouble.empty();
        }
        BigInteger centred = sumOfSquares.multiply(BigInteger.valueOf(n)).subtract(sum.multiply(sum));
        double variance = new BigDecimal(centred).doubleValue() / ((double) n * n);
        return OptionalDouble.of(finite(Math.sqrt(Math.max(0, variance)) * bins.quantum()));
    }

    /* The largest values are rounded up to 2^1024, which is no number. */
    private static double finite(double moment) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, moment));
    }

    @Override
    public NumericProfile merge(ColumnProfile other) {
        if (!(other instanceof NumericProfile that) || !that.bins.equals(bins)) {
            throw new IllegalArgumentException("Cannot merge numeric profiles: their cut points differ");
        }
        return new NumericProfile(
                bins,
                Counts.sum(counts, that.counts),
                missing + that.missing,
                unexpected + that.unexpected,
                sum.add(that.sum),
                sumOfSquares.add(that.sumOfSquares));
    }
}
