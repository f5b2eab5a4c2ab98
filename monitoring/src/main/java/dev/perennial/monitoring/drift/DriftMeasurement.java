package dev.perennial.monitoring.drift;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.Wording;
import java.util.Locale;

/**
 * One measure of one column: how large the change is, how large it could be by chance, and how surprising it is.
 *
 * @param measure what was measured
 * @param effect the size of the change, zero or more; larger is worse
 * @param floor the effect below which a change does not matter
 * @param noiseThreshold what the effect stays below without drift, at these numbers of rows, with the policy's confidence;
 *     where rows a bin are so few that theory's figure contradicts the p value, the p value decides on which side the effect
 *     is
 * @param pValue the probability of such a change without drift
 * @param adjustedPValue the same, or that of the whole column after correction for all columns of the table
 *     (Benjamini-Hochberg), whichever is larger
 * @param falseAlarmRate the share of false alarms that is tolerated; the adjusted p value is compared with it
 */
public record DriftMeasurement(
        DriftMeasure measure,
        double effect,
        double floor,
        double noiseThreshold,
        double pValue,
        double adjustedPValue,
        double falseAlarmRate) {

    /** Checks the numbers. */
    public DriftMeasurement {
        Require.notNegative(effect, "effect");
        Require.notNegative(floor, "floor");
        Require.notNegative(noiseThreshold, "noise threshold");
        Require.share(pValue, "p value");
        Require.share(adjustedPValue, "adjusted p value");
        Require.level(falseAlarmRate, "false alarm rate");
    }

    /** Whether the change both matters and is real: above its floor, above its noise, and surprising. */
    public boolean drifted() {
        return effect >= floor && effect >= noiseThreshold && adjustedPValue <= falseAlarmRate;
    }

    /** The effect in units of what it must exceed: at least one for a measure that drifted. */
    public double severity() {
        double needed = Math.max(floor, noiseThreshold);
        return needed == 0 ? effect : effect / needed;
    }

    /** The measure and the effect, such as {@code PSI 1.21}. */
    public String label() {
        return measure.label() + " " + measure.written(effect);
    }

    /** One sentence with the numbers. */
    public String because() {
        return String.format(
                Locale.ROOT,
                "%s %s (floor %s, noise %s, adjusted %s)",
                measure.label(),
                measure.written(effect),
                measure.written(floor),
                measure.written(noiseThreshold),
                Wording.pValue(adjustedPValue));
    }
}
