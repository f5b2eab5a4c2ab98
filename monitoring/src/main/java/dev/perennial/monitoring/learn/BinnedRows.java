package dev.perennial.monitoring.learn;

import java.util.Arrays;
import java.util.List;

/** Rows by column as unsigned bin numbers of one {@link Binning}. Immutable. */
public final class BinnedRows {
    private static final int BINS = 256;

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

    /** The rows of the given indexes, in their order. */
    public BinnedRows select(int[] indexes) {
        byte[][] selected = new byte[codes.length][indexes.length];
        for (int column = 0; column < selected.length; column++) {
            for (int i = 0; i < indexes.length; i++) {
                selected[column][i] = codes[column][indexes[i]];
            }
        }
        return new BinnedRows(indexes.length, selected, columns);
    }

    /**
     * Which rows hold what no row of a reference binned alike does: an unseen category, or a missing value in a column that
     * was always there.
     */
    public boolean[] strangeTo(BinnedRows reference) {
        boolean[] strange = new boolean[rows];
        for (int column = 0; column < codes.length; column++) {
            boolean[] held = new boolean[BINS];
            for (byte code : reference.codes[column]) {
                held[code & 0xFF] = true;
            }
            int special = unordered(column) ? CategoryBinning.OTHER : ColumnBinning.MISSING;
            for (int row = 0; row < rows; row++) {
                int bin = bin(column, row);
                strange[row] |= bin <= special && !held[bin];
            }
        }
        return strange;
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
