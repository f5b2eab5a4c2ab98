package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Estimate;
import java.util.Optional;

/**
 * By how much a window's value of a metric is worse than its reference's, tolerance included.
 *
 * <p>The lower limit combines both intervals as if independent (the square-and-add method of Newcombe, 1998, also known as
 * MOVER). With two-sided 95 % intervals it is one-sided at 97.5 %.
 *
 * <p>A window of fewer than {@value #FEWEST_BLOCKS} blocks cannot show how much blocks differ: one day has no other to be
 * compared with, and Student's quantile for two days is six times the normal one. It is taken to vary as the reference's
 * blocks do, whose interval is widened by the square root of the ratio of their numbers; by no less than its own rows vary.
 * Without such blocks in the reference there is no answer for a single one.
 *
 * @param value the excess in the direction of worse; negative when within what is tolerated
 * @param lower its lower limit
 */
record Excess(double value, double lower) {
    static final int FEWEST_BLOCKS = 5;
    static final String ONE_BLOCK = "the window is 1 block, and the reference does not show how blocks differ";

    /**
     * The rows and blocks that a value rests on.
     *
     * @param blocks the number of blocks, or of rows where every row is independent
     */
    record Basis(long rows, long blocks) {
        private boolean showsHowBlocksDiffer() {
            return blocks >= FEWEST_BLOCKS && blocks < rows;
        }
    }

    /**
     * The excess; empty where a single block has nothing to be compared with.
     *
     * @param direction which way is better, one of the two
     * @param share what is tolerated, as a share of the size of the reference's value
     */
    static Optional<Excess> of(
            Direction direction,
            double share,
            Estimate.Measured now,
            Basis window,
            Estimate.Measured then,
            Basis reference) {
        boolean higherIsWorse = direction == Direction.LOWER_IS_BETTER;
        double limit = worst(direction, share, then.value());
        double excess = direction.badness(now.value(), 0) - limit;
        double nowSide = higherIsWorse ? now.value() - now.lower() : now.upper() - now.value();
        double thenSide = higherIsWorse ? then.upper() - then.value() : then.value() - then.lower();
        /* Below zero the limit may move against the reference: the more lenient end of the interval is either. */
        double limitSide =
                Math.max(worst(direction, share, then.lower()), worst(direction, share, then.upper())) - limit;
        boolean blocksKnown = reference.showsHowBlocksDiffer();
        if (window.blocks() == 1 && !blocksKnown) {
            return Optional.empty();
        }
        if (window.blocks() < FEWEST_BLOCKS && blocksKnown) {
            double asTheReference = thenSide * Math.sqrt((double) reference.blocks() / window.blocks());
            nowSide = window.blocks() == 1 ? Math.max(nowSide, asTheReference) : asTheReference;
        }
        return Optional.of(new Excess(excess, excess - Math.hypot(nowSide, limitSide)));
    }

    /* The worst tolerated value, on a scale where larger is worse. */
    private static double worst(Direction direction, double share, double reference) {
        return direction.badness(direction.tolerated(reference, share), 0);
    }
}
