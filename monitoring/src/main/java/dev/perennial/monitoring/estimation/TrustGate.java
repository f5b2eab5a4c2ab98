package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.paired.Gaussian;
import java.util.Locale;
import java.util.Optional;

/** Turns numbers into an estimate, trusted or not. */
final class TrustGate {
    private static final double UNIFORM_DEVIATION = 1 / Math.sqrt(12);

    private final EstimationOptions options;
    private final Overlap overlap;
    private final Optional<String> objection;

    TrustGate(EstimationOptions options, Overlap overlap) {
        this.options = options;
        this.overlap = overlap;
        this.objection = objection();
    }

    /** The standard deviation of what is known only to lie between 0 and a range. */
    static double ignorance(double range) {
        return range * UNIFORM_DEVIATION;
    }

    private Optional<String> objection() {
        if (overlap.effectiveRows() < options.leastEffectiveRows()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "only %.0f of %d reference rows effectively resemble the window, fewer than %.0f (domain AUC %.3f)",
                    overlap.effectiveRows(),
                    overlap.referenceRows(),
                    options.leastEffectiveRows(),
                    overlap.domainAuc()));
        }
        if (overlap.outsideShare() > options.mostOutside()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%.1f %% of its rows are of a kind that the reference hardly holds, more than %.1f %% (domain AUC %.3f)",
                    100 * overlap.outsideShare(),
                    100 * options.mostOutside(),
                    overlap.domainAuc()));
        }
        return Optional.empty();
    }

    /** An estimate of these numbers with its prediction interval. */
    PerformanceEstimate pass(
            EstimatedMetric metric, double value, double labelError, double referenceError, double supportError) {
        double clipped = metric.clip(value);
        double half = Gaussian.twoSided(options.level())
                * Math.sqrt(labelError * labelError + referenceError * referenceError + supportError * supportError);
        PerformanceEstimate.Estimated numbers = new PerformanceEstimate.Estimated(
                clipped,
                metric.clip(clipped - half),
                metric.clip(clipped + half),
                options.level(),
                labelError,
                referenceError,
                supportError);
        return objection
                .<PerformanceEstimate>map(reason -> new PerformanceEstimate.Untrusted(reason, numbers))
                .orElse(numbers);
    }
}
