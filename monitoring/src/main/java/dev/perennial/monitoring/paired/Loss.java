package dev.perennial.monitoring.paired;

/** A loss of one probability against one binary label; lower is better. */
public enum Loss {
    /**
     * Minus the natural logarithm of the probability given to what happened, in nats. The probability is clipped to
     * [1e-15, 1 - 1e-15], so the loss of one row is at most 34.54: a certain and wrong score costs much, not infinity.
     */
    LOG_LOSS {
        @Override
        public double of(double score, boolean label) {
            double probability = label ? score : 1 - score;
            return -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
        }
    },
    /** The squared difference between probability and outcome, between 0 and 1. */
    BRIER {
        @Override
        public double of(double score, boolean label) {
            double error = score - (label ? 1 : 0);
            return error * error;
        }
    };

    /** How far from 0 and 1 a probability is kept before its logarithm is taken. */
    public static final double CLIP = 1e-15;

    /** The loss of one row; the score lies in [0, 1]. */
    public abstract double of(double score, boolean label);
}
