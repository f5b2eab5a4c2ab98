package dev.perennial.monitoring.learn;

import org.jspecify.annotations.Nullable;

/**
 * Finds the split of a leaf that lowers the loss most.
 *
 * <p>Numbers are cut between bins, missing values trying both sides. Categories are ordered by their mean step and cut
 * along that order, which finds the best of all two-way partitions for convex losses (Fisher, "On grouping for maximum
 * homogeneity", 1958); their steps are shrunk more, since the order was chosen by the same rows. Bins without a row in the
 * leaf follow the larger side.
 */
final class SplitSearch {
    private static final double CATEGORY_SHRINKAGE = 10;
    private static final double LEAST_GAIN = 1e-9;

    private final BinnedRows rows;
    private final int rowsPerLeaf;
    private final double ridge;
    private final int[] order = new int[256];
    private final double[] keys = new double[256];

    private double bestGain;
    private int bestColumn;
    private long[] bestLeft = new long[0];

    SplitSearch(BinnedRows rows, BoostingOptions options) {
        this.rows = rows;
        this.rowsPerLeaf = options.rowsPerLeaf();
        this.ridge = options.ridge();
    }

    /** The best split, or null where none gains anything. */
    @Nullable
    Split best(Histogram histogram) {
        bestGain = LEAST_GAIN;
        bestColumn = -1;
        if (histogram.count() >= 2L * rowsPerLeaf) {
            for (int column = 0; column < rows.columns(); column++) {
                if (rows.unordered(column)) {
                    searchCategories(histogram, column);
                } else {
                    searchNumbers(histogram, column);
                }
            }
        }
        return bestColumn < 0 ? null : new Split(bestColumn, bestLeft, bestGain);
    }

    private void searchNumbers(Histogram histogram, int column) {
        int bins = rows.bins(column);
        boolean missing = histogram.count(column, ColumnBinning.MISSING) > 0;
        scanNumbers(histogram, column, bins, 1);
        if (missing) {
            scanNumbers(histogram, column, bins, 0);
        }
    }

    private void scanNumbers(Histogram histogram, int column, int bins, int first) {
        double gradient = 0;
        double curvature = 0;
        long count = 0;
        for (int bin = first; bin < bins - 1; bin++) {
            gradient += histogram.gradient(column, bin);
            curvature += histogram.curvature(column, bin);
            count += histogram.count(column, bin);
            if (histogram.count(column, bin) > 0 && improves(histogram, column, gradient, curvature, count, ridge)) {
                bestLeft = new long[4];
                for (int left = first; left <= bin; left++) {
                    bestLeft[left >>> 6] |= 1L << left;
                }
                boolean leftIsLarger = 2 * count > histogram.count();
                if (histogram.count(column, ColumnBinning.MISSING) == 0 && leftIsLarger) {
                    bestLeft[0] |= 1;
                }
            }
        }
    }

    private void searchCategories(Histogram histogram, int column) {
        int present = 0;
        for (int bin = 0; bin < rows.bins(column); bin++) {
            if (histogram.count(column, bin) > 0) {
                double key = histogram.gradient(column, bin) / (histogram.curvature(column, bin) + CATEGORY_SHRINKAGE);
                int at = present++;
                while (at > 0 && keys[at - 1] > key) {
                    keys[at] = keys[at - 1];
                    order[at] = order[at - 1];
                    at--;
                }
                keys[at] = key;
                order[at] = bin;
            }
        }
        double shrinkage = present > 2 ? ridge + CATEGORY_SHRINKAGE : ridge;
        double gradient = 0;
        double curvature = 0;
        long count = 0;
        for (int i = 0; i < present - 1; i++) {
            gradient += histogram.gradient(column, order[i]);
            curvature += histogram.curvature(column, order[i]);
            count += histogram.count(column, order[i]);
            if (improves(histogram, column, gradient, curvature, count, shrinkage)) {
                bestLeft = new long[4];
                if (2 * count > histogram.count()) {
                    bestLeft = new long[] {-1, -1, -1, -1};
                    for (int right = i + 1; right < present; right++) {
                        bestLeft[order[right] >>> 6] &= ~(1L << order[right]);
                    }
                } else {
                    for (int left = 0; left <= i; left++) {
                        bestLeft[order[left] >>> 6] |= 1L << order[left];
                    }
                }
            }
        }
    }

    private boolean improves(
            Histogram histogram, int column, double gradient, double curvature, long count, double shrinkage) {
        long otherCount = histogram.count() - count;
        if (count < rowsPerLeaf || otherCount < rowsPerLeaf) {
            return false;
        }
        double otherGradient = histogram.gradient() - gradient;
        double otherCurvature = histogram.curvature() - curvature;
        double gain = score(gradient, curvature, shrinkage)
                + score(otherGradient, otherCurvature, shrinkage)
                - score(histogram.gradient(), histogram.curvature(), ridge);
        if (gain > bestGain) {
            bestGain = gain;
            bestColumn = column;
            return true;
        }
        return false;
    }

    private static double score(double gradient, double curvature, double shrinkage) {
        return gradient * gradient / (curvature + shrinkage + Double.MIN_NORMAL);
    }
}
