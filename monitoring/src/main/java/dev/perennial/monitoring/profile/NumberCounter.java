package dev.perennial.monitoring.profile;

import java.util.Arrays;

/** Counts one numeric column over frozen cut points, batch by batch. Not thread-safe. */
final class NumberCounter {
    /* Quanta are at most 2^52 in size, so 1,024 of them add up in a long. */
    private static final int BLOCK = 1024;

    private final NumericBins bins;
    private final CutPoints cuts;
    private final double scale;
    private final long[] counts;
    private final WideSum sum = new WideSum();
    private final WideSum sumOfSquares = new WideSum();
    private long missing;
    private long nonFinite;
    private long invalid;
    private long absent;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    NumberCounter(NumericBins bins) {
        this.bins = bins;
        cuts = new CutPoints(bins);
        scale = Math.scalb(1.0, -bins.quantumExponent());
        counts = new long[cuts.size()];
    }

    /** NaN is missing. */
    void add(double[] values, int from, int to) {
        for (int start = from; start < to; start += BLOCK) {
            block(values, start, Math.min(to, start + BLOCK));
        }
    }

    /* A search of a fixed number of steps without a branch to mispredict; padding is plus infinity, below no value. */
    private void block(double[] values, int from, int to) {
        double[] padded = cuts.padded;
        long[] into = counts;
        int first = cuts.firstStep;
        double quanta = scale;
        long total = 0;
        long squareHigh = 0;
        long squareLow = 0;
        double smallest = least;
        double largest = most;
        for (int index = from; index < to; index++) {
            double value = values[index];
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                notFinite(value, 1);
                continue;
            }
            int bin = 0;
            for (int step = first; step > 0; step >>= 1) {
                bin += padded[bin + step - 1] < value ? step : 0;
            }
            into[bin]++;
            smallest = value < smallest ? value : smallest;
            largest = value > largest ? value : largest;
            long whole = NumericBins.clipped(value * quanta);
            total += whole;
            long product = whole * whole;
            squareLow += product;
            squareHigh += Math.multiplyHigh(whole, whole) + (Long.compareUnsigned(squareLow, product) < 0 ? 1 : 0);
        }
        least = smallest + 0.0;
        most = largest + 0.0;
        sum.add(total);
        sumOfSquares.add(0, squareHigh, squareLow);
    }

    /** One value that so many rows have. */
    void add(double value, long times) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            notFinite(value, times);
            return;
        }
        counts[cuts.bin(value)] += times;
        if (times > 0) {
            least = Math.min(least, value) + 0.0;
            most = Math.max(most, value) + 0.0;
        }
        long whole = bins.quanta(value);
        sum.addTimes(whole, times);
        sumOfSquares.addSquareTimes(whole, times);
    }

    private void notFinite(double value, long times) {
        if (Double.isNaN(value)) {
            missing += times;
        } else {
            nonFinite += times;
        }
    }

    void addMissing(long rows) {
        missing += rows;
    }

    void addInvalid(long rows) {
        invalid += rows;
    }

    void addAbsent(long rows) {
        absent += rows;
    }

    void add(NumberCounts other) {
        other.addTo(counts);
        missing += other.missing();
        nonFinite += other.nonFinite();
        invalid += other.invalid();
        absent += other.absent();
        sum.add(other.sum());
        sumOfSquares.add(other.sumOfSquares());
        least = Math.min(least, other.leastOrInfinity());
        most = Math.max(most, other.mostOrInfinity());
    }

    NumberCounts freeze() {
        return new NumberCounts(
                bins,
                Arrays.copyOf(counts, bins.size()),
                new long[] {missing, nonFinite, invalid, absent},
                new WideSum(sum),
                new WideSum(sumOfSquares),
                least,
                most);
    }
}
