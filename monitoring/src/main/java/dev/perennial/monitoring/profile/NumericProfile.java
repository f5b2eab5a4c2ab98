package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
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
        double[] cuts = bins.cuts().stream().mapToDouble(Double::doubleValue).toArray();
        long[] counts = new long[bins.size()];
        long missing = 0;
        long infinite = 0;
        WideSum sum = new WideSum();
        WideSum squares = new WideSum();
        for (double value : values) {
            if (Double.isNaN(value)) {
                missing++;
            } else if (Double.isInfinite(value)) {
                infinite++;
            } else {
                int found = Arrays.binarySearch(cuts, value + 0.0);
                counts[found >= 0 ? found : -found - 1]++;
                long quanta = bins.quanta(value);
                sum.add(quanta);
                squares.addSquare(quanta);
            }
        }
        return new NumericProfile(
                bins, Arrays.stream(counts).boxed().toList(), missing, infinite, sum.value(), squares.value());
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
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.doubleValue() / n * bins.quantum());
    }

    /** The standard deviation of the finite values (denominator n); empty when there is none. */
    public OptionalDouble standardDeviation() {
        long n = finite();
        if (n == 0) {
            return OptionalDouble.empty();
        }
        BigInteger centred = sumOfSquares.multiply(BigInteger.valueOf(n)).subtract(sum.multiply(sum));
        double variance = new BigDecimal(centred).doubleValue() / ((double) n * n);
        return OptionalDouble.of(Math.sqrt(Math.max(0, variance)) * bins.quantum());
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

    /* A signed sum in 128 bits: |quanta| <= 2^52, so squares of 2^23 rows fit with room to spare. */
    private static final class WideSum {
        private long high;
        private long low;
        private BigInteger flushed = BigInteger.ZERO;
        private int pending;

        void add(long value) {
            add(value < 0 ? -1 : 0, value);
        }

        void addSquare(long value) {
            add(Math.multiplyHigh(value, value), value * value);
        }

        private void add(long addedHigh, long addedLow) {
            low += addedLow;
            high += addedHigh + (Long.compareUnsigned(low, addedLow) < 0 ? 1 : 0);
            if (++pending == 1 << 20) {
                flushed = value();
                high = 0;
                low = 0;
                pending = 0;
            }
        }

        BigInteger value() {
            BigInteger unsignedLow = new BigInteger(Long.toUnsignedString(low));
            return flushed.add(BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLow));
        }
    }
}
