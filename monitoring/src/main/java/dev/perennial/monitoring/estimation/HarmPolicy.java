package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.Require;

/**
 * When an estimate counts as harm.
 *
 * @param likely from which probability of a broken limit a window is called harmed
 * @param suspected from which probability it is called suspected of harm, not above {@code likely}
 * @param sigmas by how many standard errors an estimate must be worse than the reference's own windows for either
 */
public record HarmPolicy(double likely, double suspected, double sigmas) {

    /** Checks the order. */
    public HarmPolicy {
        Require.level(likely, "likely probability");
        Require.level(suspected, "suspected probability");
        Require.positive(sigmas, "number of standard errors");
        if (suspected > likely) {
            throw new IllegalArgumentException(
                    "Invalid policy: suspected from " + suspected + ", likely from " + likely);
        }
    }

    /**
     * Harmed when a broken limit is more likely than not; suspected from one in five, the point where acting is right if
     * missed harm costs four times a needless look; both only beyond three standard errors, Shewhart's limit.
     */
    public static HarmPolicy standard() {
        return new HarmPolicy(0.5, 0.2, 3);
    }
}
