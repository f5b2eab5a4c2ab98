package dev.perennial.monitoring.pattern;

import dev.perennial.monitoring.Require;

/**
 * When a departure from a baseline counts.
 *
 * @param side which departures count
 * @param relativeFloor the change, relative to what was expected, below which it does not matter
 * @param falseAlarmRate the share of windows without a change that may be said to have departed
 * @param leastHistory how many earlier departures from the same baseline must be known to tell chance from change
 */
public record PatternPolicy(WorseSide side, double relativeFloor, double falseAlarmRate, int leastHistory) {

    /** Checks the numbers. */
    public PatternPolicy {
        Require.notNegative(relativeFloor, "relative floor");
        Require.level(falseAlarmRate, "false alarm rate");
        if (leastHistory < 2) {
            throw new IllegalArgumentException("Invalid history: " + leastHistory + ", expected at least 2");
        }
    }

    /** A change of this relative size, 1 % false alarms, at least eight earlier departures. */
    public static PatternPolicy of(WorseSide side, double relativeFloor) {
        return new PatternPolicy(side, relativeFloor, 0.01, 8);
    }
}
