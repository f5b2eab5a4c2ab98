package dev.perennial.activities.segments;

import java.util.BitSet;

/** Which rows of a row group are counted. */
final class RowMask {
    private final BitSet kept;
    private final int rows;

    RowMask(BitSet kept, int rows) {
        this.kept = kept;
        this.rows = rows;
    }

    static RowMask all(int rows) {
        BitSet kept = new BitSet(rows);
        kept.set(0, rows);
        return new RowMask(kept, rows);
    }

    boolean keepsAll() {
        return kept.cardinality() == rows;
    }

    boolean keeps(int row) {
        return kept.get(row);
    }

    int count() {
        return kept.cardinality();
    }
}
