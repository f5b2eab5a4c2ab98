package dev.perennial.monitoring.learn;

/** What boosted trees minimise. The margin is their raw sum; the outcome is what a margin stands for. */
public enum BoostingLoss {
    /** Half the squared error: margins are means. */
    SQUARED {
        @Override
        double gradient(double margin, double target) {
            return margin - target;
        }

        @Override
        double curvature(double margin) {
            return 1;
        }

        @Override
        double value(double margin, double target) {
            return (margin - target) * (margin - target) / 2;
        }

        @Override
        double constant(double meanTarget) {
            return meanTarget;
        }

        @Override
        public double outcome(double margin) {
            return margin;
        }
    },
    /** Log loss in nats of targets within [0, 1]: margins are log odds. */
    LOGISTIC {
        @Override
        double gradient(double margin, double target) {
            return outcome(margin) - target;
        }

        @Override
        double curvature(double margin) {
            double probability = outcome(margin);
            return probability * (1 - probability);
        }

        @Override
        double value(double margin, double target) {
            return Math.max(margin, 0) - margin * target + Math.log1p(Math.exp(-Math.abs(margin)));
        }

        @Override
        double constant(double meanTarget) {
            return logOdds(meanTarget);
        }

        @Override
        public double outcome(double margin) {
            return 1 / (1 + Math.exp(-margin));
        }
    };

    private static final double CLIP = 1e-4;

    /** The log odds of a probability that is first kept a ten-thousandth away from 0 and 1. */
    public static double logOdds(double probability) {
        double kept = Math.min(1 - CLIP, Math.max(CLIP, probability));
        return Math.log(kept / (1 - kept));
    }

    abstract double gradient(double margin, double target);

    abstract double curvature(double margin);

    abstract double value(double margin, double target);

    abstract double constant(double meanTarget);

    /** What a margin stands for: the mean, or the probability. */
    public abstract double outcome(double margin);
}
