package dev.perennial.monitoring.learn;

/**
 * Summed gradients, curvatures and counts by column and bin, in fixed point: sums of integers are the same in every order,
 * so a tree does not depend on where rows stand, and a sibling is an exact difference.
 */
final class Histogram {
    private static final int SLOTS = 3;

    private final int[] offsets;
    private final long[] sums;
    private double gradientUnit = 1;
    private double curvatureUnit = 1;
    private long totalGradient;
    private long totalCurvature;
    private long count;

    Histogram(int[] offsets) {
        this.offsets = offsets;
        this.sums = new long[SLOTS * offsets[offsets.length - 1]];
    }

    /** Where each column's bins begin, and where the last ends. */
    static int[] offsets(BinnedRows rows) {
        int[] offsets = new int[rows.columns() + 1];
        for (int column = 0; column < rows.columns(); column++) {
            offsets[column + 1] = offsets[column] + rows.bins(column);
        }
        return offsets;
    }

    /** Sums the given steps of rows; {@code index} names the row of each step. */
    void fill(BinnedRows rows, Steps steps, int[] index, int from, int to) {
        int length = to - from;
        long[] gradients = steps.gathered(length);
        long[] curvatures = steps.gatheredCurvatures(length);
        gradientUnit = steps.gradientUnit();
        curvatureUnit = steps.curvatureUnit();
        count = length;
        for (int i = 0; i < length; i++) {
            gradients[i] = steps.gradient(index[from + i]);
            curvatures[i] = steps.curvature(index[from + i]);
            totalGradient += gradients[i];
            totalCurvature += curvatures[i];
        }
        for (int column = 0; column < rows.columns(); column++) {
            byte[] codes = rows.codes(column);
            int base = SLOTS * offsets[column];
            for (int i = 0; i < length; i++) {
                int slot = base + SLOTS * (codes[index[from + i]] & 0xFF);
                sums[slot] += gradients[i];
                sums[slot + 1] += curvatures[i];
                sums[slot + 2]++;
            }
        }
    }

    /** What remains of this one without the rows of a part of it. */
    Histogram without(Histogram part) {
        Histogram rest = new Histogram(offsets);
        rest.gradientUnit = gradientUnit;
        rest.curvatureUnit = curvatureUnit;
        rest.totalGradient = totalGradient - part.totalGradient;
        rest.totalCurvature = totalCurvature - part.totalCurvature;
        rest.count = count - part.count;
        for (int slot = 0; slot < sums.length; slot++) {
            rest.sums[slot] = sums[slot] - part.sums[slot];
        }
        return rest;
    }

    double gradient() {
        return totalGradient * gradientUnit;
    }

    double curvature() {
        return totalCurvature * curvatureUnit;
    }

    long count() {
        return count;
    }

    double gradient(int column, int bin) {
        return sums[SLOTS * (offsets[column] + bin)] * gradientUnit;
    }

    double curvature(int column, int bin) {
        return sums[SLOTS * (offsets[column] + bin) + 1] * curvatureUnit;
    }

    long count(int column, int bin) {
        return sums[SLOTS * (offsets[column] + bin) + 2];
    }
}
