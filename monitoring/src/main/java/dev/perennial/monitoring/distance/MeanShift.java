package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.distance.DistanceOutcome.NotEvaluable;
import java.util.List;

/** Welch's z score of a difference of means: its size in standard errors. */
final class MeanShift {

    private MeanShift() {}

    static DistanceOutcome between(Moments reference, Moments current) {
        double error = Math.sqrt(variance(reference) + variance(current));
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

    private static double variance(Moments moments) {
        return moments.deviation() * moments.deviation() / Math.max(1, moments.rows() - 1);
    }
}
