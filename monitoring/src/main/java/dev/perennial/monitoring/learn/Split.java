package dev.perennial.monitoring.learn;

/** The best way to divide the rows of a leaf: which bins of which column go left, and what that gains. */
final class Split {
    private final int column;
    private final long[] leftBins;
    private final double gain;

    Split(int column, long[] leftBins, double gain) {
        this.column = column;
        this.leftBins = leftBins;
        this.gain = gain;
    }

    int column() {
        return column;
    }

    long[] leftBins() {
        return leftBins;
    }

    double gain() {
        return gain;
    }

    boolean goesLeft(int bin) {
        return (leftBins[bin >>> 6] >>> bin & 1) == 1;
    }
}
