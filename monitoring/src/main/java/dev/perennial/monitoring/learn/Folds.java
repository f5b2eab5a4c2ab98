package dev.perennial.monitoring.learn;

import java.util.stream.IntStream;

/**
 * One fold number a row. Which fold a row falls into follows from its contents and a seed, not from where it stands:
 * rows are ordered by a hash of their bins and by target, and dealt out in turn. So folds are of equal size, equal rows
 * with equal targets are spread over them, and a shuffled table has the same predictions, up to which of several equal
 * rows has which.
 */
public final class Folds {
    private final int count;
    private final int[] ofRow;

    private Folds(int count, int[] ofRow) {
        this.count = count;
        this.ofRow = ofRow;
    }

    /** Deals rows out to so many folds, at least 2. */
    public static Folds of(BinnedRows rows, double[] targets, int count, long seed) {
        if (count < 2) {
            throw new IllegalArgumentException("Invalid number of folds: " + count + ", expected at least 2");
        }
        long[] hashes = new long[rows.rows()];
        for (int row = 0; row < hashes.length; row++) {
            hashes[row] = BinnedRows.mix(rows.fingerprint(row) + seed * 0x9E3779B97F4A7C15L);
        }
        int[] byTarget = RowOrder.ascending(targets);
        long[] inOrder = new long[hashes.length];
        for (int i = 0; i < inOrder.length; i++) {
            inOrder[i] = hashes[byTarget[i]];
        }
        int[] byHash = RowOrder.ascendingUnsigned(inOrder);
        int[] folds = new int[hashes.length];
        for (int i = 0; i < folds.length; i++) {
            folds[byTarget[byHash[i]]] = i % count;
        }
        return new Folds(count, folds);
    }

    /** How many folds there are. */
    public int count() {
        return count;
    }

    /** The rows of a fold, in order. */
    public int[] inside(int fold) {
        return IntStream.range(0, ofRow.length)
                .filter(row -> ofRow[row] == fold)
                .toArray();
    }

    /** The rows of all other folds, in order. */
    public int[] outside(int fold) {
        return IntStream.range(0, ofRow.length)
                .filter(row -> ofRow[row] != fold)
                .toArray();
    }

    /** The fold of a row. */
    public int of(int row) {
        return ofRow[row];
    }
}
