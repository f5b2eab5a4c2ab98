package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.sequential.EmpiricalBernsteinSequence;
import dev.perennial.monitoring.sequential.Sides;

/**
 * The differences of {@link JudgedLoss} (champion minus canary) of labelled rows that both models scored, in event-time order; positive
 * favours the canary. Rows enter only when every label of their time is due, else the fast labels would speak for all.
 *
 * <p>Differences in [-1, 1] are mapped to [0, 1] for two empirical-Bernstein sequences, one at the level of a rollback, one
 * at that of a promotion, whose limits hold at every look for what happened on the rows seen. Whether it will happen
 * again is another matter: rows of one block share their circumstances, and the blocks speak for themselves.
 *
 * @param rollback the sequence whose upper limit takes back
 * @param promotion the sequence whose lower limit promotes
 * @param blocks the differences by block
 */
public record ShadowEvidence(
        EmpiricalBernsteinSequence rollback, EmpiricalBernsteinSequence promotion, BlockedDifferences blocks) {

    /** What the blocks say about harm that the rows have shown. */
    enum Blocks {
        AGREE,
        DISAGREE,
        TOO_FEW
    }

    private static final int ENOUGH_FOR_A_TEST = 5;
    private static final double BLOCK_ALPHA = 0.05;
    private static final long MOST_LABELS = 100_000_000;

    /** Before any label. */
    public static ShadowEvidence start(JudgePolicy policy) {
        return new ShadowEvidence(
                EmpiricalBernsteinSequence.start(policy.lossAlpha(), Sides.ONE),
                EmpiricalBernsteinSequence.start(policy.falsePromotion(), Sides.ONE),
                BlockedDifferences.empty());
    }

    /** After more labelled rows, later in event time than those before. */
    public ShadowEvidence plus(PairedScores rows) {
        return plus(rows.rowDifferences(Loss.BRIER), rows.differences(Loss.BRIER));
    }

    /**
     * The same of another loss from 0 to 1.
     *
     * @param differences the champion's losses less the canary's, row by row
     * @param days the block of each row
     */
    public ShadowEvidence plus(double[] differences, String[] days) {
        return plus(differences, BlockedDifferences.of(differences, days));
    }

    private ShadowEvidence plus(double[] differences, BlockedDifferences byBlock) {
        double[] values = new double[differences.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = Math.min(1, Math.max(0, (differences[row] + 1) / 2));
        }
        return new ShadowEvidence(rollback.plusAll(values), promotion.plusAll(values), blocks.merge(byBlock));
    }

    /** The number of rows. */
    public long pairs() {
        return rollback.count();
    }

    /** The mean advantage of the canary; zero before any row. */
    public double advantage() {
        return pairs() == 0 ? 0 : 2 * rollback.sum() / pairs() - 1;
    }

    /** The upper limit of the advantage, at the level of a rollback. */
    public double upperAdvantage() {
        return 2 * rollback.upper() - 1;
    }

    /** The lower limit of the advantage, at the level of a promotion. */
    public double lowerAdvantage() {
        return 2 * promotion.lower() - 1;
    }

    /**
     * Whether the blocks bear out that the canary is worse: with five or more, by the test that is robust to dependence
     * within blocks; with two to four, if every one of them is worse; one block says nothing.
     */
    Blocks harm() {
        int count = blocks.blocks().size();
        if (count < 2) {
            return Blocks.TOO_FEW;
        }
        if (count >= ENOUGH_FOR_A_TEST && PairedTest.of(blocks) instanceof PairedTest.Measured measured) {
            return measured.meanDifference() < 0 && measured.pValueBelow(0) <= BLOCK_ALPHA
                    ? Blocks.AGREE
                    : Blocks.DISAGREE;
        }
        return blocks.blocks().values().stream().mapToDouble(BlockSum::mean).allMatch(mean -> mean < 0)
                ? Blocks.AGREE
                : Blocks.DISAGREE;
    }

    /** Whether the blocks, too, exclude a disadvantage of the margin; fewer than five of them cannot be asked. */
    boolean blocksExclude(double margin, double alpha) {
        if (blocks.blocks().size() < ENOUGH_FOR_A_TEST) {
            return true;
        }
        return PairedTest.of(blocks) instanceof PairedTest.Measured measured && measured.pValueAbove(-margin) <= alpha;
    }

    /** How many more rows like those seen until the lower limit exceeds minus the margin. */
    LabelsNeeded until(double margin, long minimumPairs) {
        if (lowerAdvantage() > -margin && pairs() >= minimumPairs) {
            return new LabelsNeeded.None();
        }
        if (pairs() == 0) {
            return new LabelsNeeded.About(minimumPairs);
        }
        double centre = 2 * promotion.centre() - 1;
        if (centre <= -margin) {
            return new LabelsNeeded.Unknown("the canary's mean disadvantage exceeds the margin so far");
        }
        long missing = Math.max(0, minimumPairs - pairs());
        long high = Math.max(1, missing);
        while (centre - 2 * promotion.radiusAfter(high) <= -margin) {
            high *= 2;
            if (high > MOST_LABELS) {
                return new LabelsNeeded.Unknown("more than " + MOST_LABELS + " labels would be needed");
            }
        }
        long low = 0;
        while (low + 1 < high) {
            long middle = (low + high) / 2;
            if (centre - 2 * promotion.radiusAfter(middle) > -margin) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new LabelsNeeded.About(Math.max(high, missing));
    }
}
