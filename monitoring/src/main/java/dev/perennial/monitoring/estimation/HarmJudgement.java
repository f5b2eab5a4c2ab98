package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.paired.Gaussian;
import java.util.Locale;

/**
 * Holds estimates against limits.
 *
 * <p>Two questions are asked, and both must be answered with yes. Is the window expected to be worse than the reference's
 * own windows are, beyond {@link HarmPolicy#sigmas()} of what their expectations vary by and of what the reference could
 * teach? The luck of labels is no part of this question, for there are no labels. And how likely will the labels of these
 * rows show a value beyond the limit? Their luck is part of that one. An untrusted estimate is never called harmed, but
 * it is suspected when both answers point that way.
 */
public final class HarmJudgement {

    private HarmJudgement() {}

    /** Judges one metric of a window. */
    public static HarmVerdict judge(WindowEstimate window, HarmLimit limit, HarmPolicy policy) {
        return judge(window.of(limit.metric()), limit, policy);
    }

    /** Judges one estimate. */
    public static HarmVerdict judge(PerformanceEstimate estimate, HarmLimit limit, HarmPolicy policy) {
        EstimatedMetric metric = limit.metric();
        if (estimate instanceof PerformanceEstimate.NotEvaluable missing) {
            return new HarmVerdict.NotEvaluable(metric, missing.reason());
        }
        PerformanceEstimate.Estimated numbers = estimate.numbers().orElseThrow();
        double probability = probabilityOfBreaking(numbers, limit);
        double noise = Math.hypot(limit.expectedSpread(), numbers.referenceError());
        double drop = metric.worse() * (numbers.value() - limit.expected());
        boolean beyondNoise = drop > policy.sigmas() * noise;
        String because = sentence(numbers, limit, probability, drop, noise);
        if (estimate instanceof PerformanceEstimate.Untrusted untrusted) {
            return beyondNoise && probability >= policy.suspected()
                    ? new HarmVerdict.Suspected(
                            metric, probability, because + "; not to be trusted: " + untrusted.reason())
                    : new HarmVerdict.Untrusted(metric, untrusted.reason());
        }
        if (!beyondNoise || probability < policy.suspected()) {
            return new HarmVerdict.NotHarmed(metric, probability, because);
        }
        return probability >= policy.likely()
                ? new HarmVerdict.Harmed(metric, probability, because)
                : new HarmVerdict.Suspected(metric, probability, because);
    }

    /** The probability that labels will show a value beyond the limit, by the normal law of the estimate's errors. */
    static double probabilityOfBreaking(PerformanceEstimate.Estimated numbers, HarmLimit limit) {
        double distance = limit.metric().worse() * (limit.limit() - numbers.value());
        double error = numbers.predictiveError();
        return error == 0 ? (distance < 0 ? 1 : 0) : Gaussian.upperTail(distance / error);
    }

    private static String sentence(
            PerformanceEstimate.Estimated numbers, HarmLimit limit, double probability, double drop, double noise) {
        return String.format(
                Locale.ROOT,
                "%s is estimated at %.4f against %.4f expected, %s by %.4f with a noise of %.4f; "
                        + "the probability that it breaks its limit of %.4f is %.2f",
                limit.metric().label(),
                numbers.value(),
                limit.expected(),
                drop > 0 ? "worse" : "better",
                Math.abs(drop),
                noise,
                limit.limit(),
                probability);
    }
}
