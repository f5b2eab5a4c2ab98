package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.distance.DistanceOutcome.NotEvaluable;
import java.util.List;

/** Welch's z score of a difference of means: its size in standard errors. */
final class MeanShift {

    private MeanShift() {}

    static DistanceOutcome between(Moments ofReference, Moments ofCurrent) {
        int exponent = Magnitude.exponent(Math.max(ofReference.size(), ofCurrent.size()));
        Moments reference = ofReference.scaled(exponent);
        Moments current = ofCurrent.scaled(exponent);
        double error = Math.hypot(standardError(reference), standardError(current));
        double difference = Math.abs(reference.mean() - current.mean());
        if (!(error > 0) || !Double.isFinite(difference / error)) {
            return difference == 0
                    ? new Measured(Distance.Z_SCORE, 0, 0, 1, new NoNoise(), reference.rows(), current.rows())
                    : new NotEvaluable(Distance.Z_SCORE, "both samples are constant, at different values");
        }
        Noise noise = new LargestNoise(List.of(1.0));
        double z = difference / error;
        return new Measured(Distance.Z_SCORE, z, 0, noise.tail(z), noise, reference.rows(), current.rows());
    }

    private static double standardError(Moments moments) {
        return moments.deviation() / Math.sqrt(Math.max(1.0, moments.rows() - 1.0));
    }
}
