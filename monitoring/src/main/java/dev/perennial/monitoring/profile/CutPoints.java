package dev.perennial.monitoring.profile;

import java.util.Arrays;
import java.util.List;

/** The cut points of {@link NumericBins} laid out for a search of a fixed number of steps; never written to once made. */
final class CutPoints {
    /** The cuts, padded with plus infinity to one less than a power of two. */
    final double[] padded;

    /** The first step of the search: half of that power. */
    final int firstStep;

    CutPoints(NumericBins bins) {
        List<Double> cuts = bins.cuts();
        int size = Integer.highestOneBit(Math.max(1, cuts.size())) * 2;
        padded = new double[size - 1];
        Arrays.fill(padded, Double.POSITIVE_INFINITY);
        for (int index = 0; index < cuts.size(); index++) {
            padded[index] = cuts.get(index);
        }
        firstStep = size / 2;
    }

    /** How many counts a search may point at: at least the number of bins. */
    int size() {
        return padded.length + 1;
    }

    /** The bin of a value that is not NaN: the number of cuts below it. */
    int bin(double value) {
        int bin = 0;
        for (int step = firstStep; step > 0; step >>= 1) {
            bin += padded[bin + step - 1] < value ? step : 0;
        }
        return bin;
    }
}
