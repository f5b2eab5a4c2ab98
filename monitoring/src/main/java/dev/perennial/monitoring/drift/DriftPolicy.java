package dev.perennial.monitoring.drift;

import dev.perennial.monitoring.Require;

/**
 * When a change of a column's distribution counts.
 *
 * @param stabilityFloor the population stability index, or other declared distance over bins, below which a change does not matter
 * @param distanceFloor the Kolmogorov-Smirnov distance below which a change does not matter
 * @param missingFloor the change of the missing share, absolute, below which it does not matter
 * @param unexpectedFloor the change of the unexpected share, absolute, below which it does not matter
 * @param falseAlarmRate the expected share of false alarms among a window's alarms; without any drift, the probability of
 *     an alarm anywhere in the table
 * @param minimumRows the least number of rows with a value on either side
 * @param distances by which distance columns are compared
 */
public record DriftPolicy(
        double stabilityFloor,
        double distanceFloor,
        double missingFloor,
        double unexpectedFloor,
        double falseAlarmRate,
        long minimumRows,
        DeclaredDistances distances) {

    /** A policy by the usual distances. */
    public DriftPolicy(
            double stabilityFloor,
            double distanceFloor,
            double missingFloor,
            double unexpectedFloor,
            double falseAlarmRate,
            long minimumRows) {
        this(
                stabilityFloor,
                distanceFloor,
                missingFloor,
                unexpectedFloor,
                falseAlarmRate,
                minimumRows,
                DeclaredDistances.usual());
    }

    /** Checks the numbers. */
    public DriftPolicy {
        Require.notNegative(stabilityFloor, "stability floor");
        Require.notNegative(distanceFloor, "distance floor");
        Require.notNegative(missingFloor, "missing floor");
        Require.notNegative(unexpectedFloor, "unexpected floor");
        Require.level(falseAlarmRate, "false alarm rate");
        Require.positive(minimumRows, "least number of rows");
    }

    /** The same by declared distances. */
    public DriftPolicy by(DeclaredDistances declared) {
        return new DriftPolicy(
                stabilityFloor, distanceFloor, missingFloor, unexpectedFloor, falseAlarmRate, minimumRows, declared);
    }

    /** The usual floors (index .1, distance .1, missing or unexpected 1 %), 5 % false alarms, at least 50 rows. */
    public static DriftPolicy standard() {
        return new DriftPolicy(0.1, 0.1, 0.01, 0.01, 0.05, 50);
    }
}
