package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.PairedTest;
import java.util.Arrays;
import java.util.HashSet;

/**
 * What two models lost on the same labelled rows, with the block of each row; a larger loss is worse. Immutable and
 * thread-safe; arrays are copied.
 */
public final class PairedLosses {
    private final double[] opponent;
    private final double[] candidate;
    private final String[] blocks;

    /**
     * Takes columns of equal length.
     *
     * @throws IllegalArgumentException if lengths differ or a loss is not finite
     */
    public PairedLosses(double[] opponent, double[] candidate, String[] blocks) {
        Require.sameLength(opponent.length, candidate.length, "candidate losses");
        Require.sameLength(opponent.length, blocks.length, "block keys");
        this.opponent = opponent.clone();
        this.candidate = candidate.clone();
        this.blocks = blocks.clone();
        for (int row = 0; row < opponent.length; row++) {
            Require.finite(opponent[row], "loss in row " + row);
            Require.finite(candidate[row], "loss in row " + row);
        }
    }

    long rows() {
        return opponent.length;
    }

    int blockCount() {
        return new HashSet<>(Arrays.asList(blocks)).size();
    }

    double opponentMean() {
        return Arrays.stream(opponent).average().orElse(0);
    }

    double candidateMean() {
        return Arrays.stream(candidate).average().orElse(0);
    }

    /** The opponent's losses less the candidate's; positive favours the candidate. */
    PairedTest difference() {
        double[] differences = new double[opponent.length];
        Arrays.setAll(differences, row -> opponent[row] - candidate[row]);
        return PairedTest.ofBlocks(differences, blocks);
    }
}
