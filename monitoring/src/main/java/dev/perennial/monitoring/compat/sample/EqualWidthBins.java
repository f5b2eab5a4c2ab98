package dev.perennial.monitoring.compat.sample;

import dev.perennial.monitoring.Require;
import java.util.Arrays;

/**
 * Bins of equal width over a closed range, as NumPy's {@code histogram} cuts and counts them: each bin holds its lower edge,
 * the last one its upper edge too; values outside are not counted.
 */
public final class EqualWidthBins {
    private final double[] edges;

    private EqualWidthBins(double[] edges) {
        this.edges = edges;
    }

    /** So many bins between two finite values; a range of zero is widened by 1/2 on both sides. */
    public static EqualWidthBins between(double first, double last, int bins) {
        Require.positive((long) bins, "number of bins");
        double low = Require.finite(first, "first edge");
        double high = Require.finite(last, "last edge");
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        return of(low, high, bins);
    }

    /** The edges of NumPy's {@code linspace}, where a range of zero gives equal edges. */
    public static EqualWidthBins linspace(double first, double last, int bins) {
        return of(first, last, bins);
    }

    /**
     * Sturges' rule over all values of one or two samples: width range / (log2 N + 1) (H. A. Sturges, "The choice of a class
     * interval", JASA 21, 1926).
     */
    public static EqualWidthBins sturges(double[] values, double[] more) {
        SampleRange range = SampleRange.of(values, more);
        double rows = (double) values.length + more.length;
        return ofWidth(range, range.width() / (Math.log(rows) / Math.log(2) + 1));
    }

    /**
     * Doane's rule: Sturges' with room for skewness (D. P. Doane, "Aesthetic frequency classifications", The American
     * Statistician 30, 1976).
     */
    public static EqualWidthBins doane(double[] values) {
        SampleRange range = SampleRange.of(values, new double[0]);
        double n = values.length;
        double width = 0;
        if (n > 2) {
            double mean = 0;
            for (double value : values) {
                mean += value / n;
            }
            double squares = 0;
            double cubes = 0;
            for (double value : values) {
                double centred = value - mean;
                squares += centred * centred / n;
                cubes += centred * centred * centred / n;
            }
            double deviation = Math.sqrt(squares);
            if (deviation > 0) {
                double skewness = Math.abs(cubes / (deviation * deviation * deviation));
                double error = Math.sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
                width = range.width() / (1 + (Math.log(n) + Math.log(1 + skewness / error)) / Math.log(2));
            }
        }
        return ofWidth(range, width);
    }

    /**
     * NumPy's "auto": the narrower of Sturges' and of Freedman and Diaconis' width 2 IQR / n^(1/3), the latter at least half of
     * range / √n.
     */
    public static EqualWidthBins auto(double[] values) {
        SampleRange range = SampleRange.of(values, new double[0]);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double n = values.length;
        double spread = Quantiles.linear(sorted, 0.75) - Quantiles.linear(sorted, 0.25);
        double freedmanDiaconis = Math.max(2 * spread / Math.cbrt(n), range.width() / Math.sqrt(n) / 2);
        return ofWidth(range, Math.min(freedmanDiaconis, range.width() / (Math.log(n) / Math.log(2) + 1)));
    }

    private static EqualWidthBins ofWidth(SampleRange range, double width) {
        int bins = width > 0 ? (int) Math.ceil(range.width() / width) : 1;
        return between(range.least(), range.greatest(), bins);
    }

    private static EqualWidthBins of(double low, double high, int bins) {
        double[] edges = new double[bins + 1];
        double step = (high - low) / bins;
        for (int k = 0; k < bins; k++) {
            edges[k] = k * step + low;
        }
        edges[bins] = high;
        return new EqualWidthBins(edges);
    }

    /** The number of bins. */
    public int size() {
        return edges.length - 1;
    }

    /** The width of the first bin. */
    public double width() {
        return edges[1] - edges[0];
    }

    /** The lower end of the first bin. */
    public double first() {
        return edges[0];
    }

    /** The upper end of the last bin. */
    public double last() {
        return edges[edges.length - 1];
    }

    /** One count a bin. */
    public long[] count(double[] values) {
        long[] counts = new long[size()];
        double scale = size() / (last() - first());
        for (double value : values) {
            if (value >= first() && value <= last()) {
                int bin = Math.min(size() - 1, (int) ((value - first()) * scale));
                while (bin > 0 && value < edges[bin]) {
                    bin--;
                }
                while (bin < size() - 1 && value >= edges[bin + 1]) {
                    bin++;
                }
                counts[bin]++;
            }
        }
        return counts;
    }

    /** One share a bin, of all values given; they sum to less than one where values lie outside. */
    public double[] shares(double[] values) {
        long[] counts = count(values);
        double[] shares = new double[counts.length];
        for (int bin = 0; bin < counts.length; bin++) {
            shares[bin] = (double) counts[bin] / values.length;
        }
        return shares;
    }
}
