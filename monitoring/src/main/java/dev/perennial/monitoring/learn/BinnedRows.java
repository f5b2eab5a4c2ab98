package dev.perennial.monitoring.learn;

import java.util.Arrays;
import java.util.List;

/** Rows by column as unsigned bin numbers of one {@link Binning}. Immutable. */
public final class BinnedRows {
    private final int rows;
    private final byte[][] codes;
    private final List<ColumnBinning> columns;

    BinnedRows(int rows, byte[][] codes, List<ColumnBinning> columns) {
        this.rows = rows;
        this.codes = codes;
        this.columns = columns;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return codes.length;
    }

    /** The bin of a row in a column. */
    public int bin(int column, int row) {
        return codes[column][row] & 0xFF;
    }

    byte[] codes(int column) {
        return codes[column];
    }

    int bins(int column) {
        return columns.get(column).bins();
    }

    boolean unordered(int column) {
        return columns.get(column).unordered();
    }

    /** These rows, and then those of another table binned alike. */
    public BinnedRows followedBy(BinnedRows others) {
        if (columns.size() != others.columns.size()) {
            throw new IllegalArgumentException(
                    "Invalid rows: " + others.columns() + " columns, expected " + columns.size());
        }
        byte[][] joined = new byte[codes.length][];
        for (int column = 0; column < joined.length; column++) {
            joined[column] = Arrays.copyOf(codes[column], rows + others.rows);
            System.arraycopy(others.codes[column], 0, joined[column], rows, others.rows);
        }
        return new BinnedRows(rows + others.rows, joined, columns);
    }

    /** A number of a row's bins that is the same wherever the row stands; equal rows have equal numbers. */
    long fingerprint(int row) {
        long hash = 0x9E3779B97F4A7C15L;
        for (byte[] column : codes) {
            hash = mix(hash ^ (column[row] & 0xFF));
        }
        return hash;
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
