package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Loss;

/**
 * A logistic regression of labels on the log odds of their scores, fitted by Newton's method on equal scores together.
 *
 * <p>The slope is that of logit P(y) = a + b logit(s); the intercept is a with b held at one, "calibration in the large".
 * Scores are kept 1e-15 away from 0 and 1.
 *
 * <p>Sources: D. R. Cox, "Two further applications of a model for binary regression", Biometrika 45 (1958); B. Van Calster
 * et al., "Calibration: the Achilles heel of predictive analytics", BMC Medicine 17 (2019).
 */
final class CalibrationFit {
    private static final int STEPS = 60;
    private static final double TOLERANCE = 1e-12;

    private final double intercept;
    private final double slope;
    private final boolean converged;

    private CalibrationFit(double intercept, double slope, boolean converged) {
        this.intercept = intercept;
        this.slope = slope;
        this.converged = converged;
    }

    boolean converged() {
        return converged;
    }

    double intercept() {
        return intercept;
    }

    double slope() {
        return slope;
    }

    static double logit(double score) {
        double clipped = Math.min(1 - Loss.CLIP, Math.max(Loss.CLIP, score));
        return Math.log(clipped) - Math.log1p(-clipped);
    }

    double probability(double score) {
        return logistic(intercept + slope * logit(score));
    }

    double variance(double score) {
        double p = probability(score);
        return p * (1 - p);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /* The shift alone, the slope being one. */
    static CalibrationFit shift(RankedScores ranked) {
        double intercept = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient = 0;
            double information = 0;
            for (int k = 0; k < ranked.size(); k++) {
                double p = logistic(intercept + logit(ranked.threshold(k)));
                double n = ranked.positivesAt(k) + ranked.negativesAt(k);
                gradient += ranked.positivesAt(k) - n * p;
                information += n * p * (1 - p);
            }
            double move = Math.max(-2, Math.min(2, gradient / information));
            if (!Double.isFinite(move)) {
                break;
            }
            intercept += move;
            if (Math.abs(move) < TOLERANCE * (1 + Math.abs(intercept))) {
                return new CalibrationFit(intercept, 1, true);
            }
        }
        return new CalibrationFit(intercept, 1, false);
    }

    /* Shift and slope. Does not converge when a threshold separates the classes: the likelihood has no maximum. */
    static CalibrationFit line(RankedScores ranked) {
        double a = 0;
        double b = 1;
        double likelihood = likelihood(ranked, a, b);
        for (int step = 0; step < STEPS; step++) {
            double ga = 0;
            double gb = 0;
            double haa = 0;
            double hab = 0;
            double hbb = 0;
            for (int k = 0; k < ranked.size(); k++) {
                double x = logit(ranked.threshold(k));
                double p = logistic(a + b * x);
                double n = ranked.positivesAt(k) + ranked.negativesAt(k);
                double residual = ranked.positivesAt(k) - n * p;
                double weight = n * p * (1 - p);
                ga += residual;
                gb += residual * x;
                haa += weight;
                hab += weight * x;
                hbb += weight * x * x;
            }
            double determinant = haa * hbb - hab * hab;
            if (!(determinant > 1e-12 * haa * hbb)) {
                break;
            }
            double moveA = (hbb * ga - hab * gb) / determinant;
            double moveB = (haa * gb - hab * ga) / determinant;
            double scale = 1;
            double next = likelihood(ranked, a + moveA, b + moveB);
            while (!(next >= likelihood - 1e-9) && scale > 1e-6) {
                scale /= 2;
                next = likelihood(ranked, a + scale * moveA, b + scale * moveB);
            }
            a += scale * moveA;
            b += scale * moveB;
            likelihood = next;
            if (Math.abs(moveA) < 1e-10 * (1 + Math.abs(a)) && Math.abs(moveB) < 1e-10 * (1 + Math.abs(b))) {
                return new CalibrationFit(a, b, true);
            }
        }
        return new CalibrationFit(a, b, false);
    }

    private static double likelihood(RankedScores ranked, double a, double b) {
        double sum = 0;
        for (int k = 0; k < ranked.size(); k++) {
            double x = a + b * logit(ranked.threshold(k));
            sum -= ranked.positivesAt(k) * softplus(-x) + ranked.negativesAt(k) * softplus(x);
        }
        return sum;
    }

    private static double softplus(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }
}
