package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;

/**
 * When a difference counts. Floors say what matters; chance is kept out by the false alarm rate, corrected for all tests
 * of a window.
 *
 * @param missingFloor the rise of the missing share, absolute, below which it does not matter
 * @param newCategoryFloor the share of rows in new categories below which it does not matter
 * @param outOfRangeFloor the share of rows outside the declared range below which it does not matter
 * @param repeatedFloor the share of repeated rows, above what the reference has by nature, below which it does not matter
 * @param volumeFloor the change of the number of rows, relative, below which it does not matter
 * @param falseAlarmRate the tolerated share of false alarms among a window's tested findings
 * @param minimumRows the least number of rows with which shares and values are compared
 */
public record IntegrityPolicy(
        double missingFloor,
        double newCategoryFloor,
        double outOfRangeFloor,
        double repeatedFloor,
        double volumeFloor,
        double falseAlarmRate,
        long minimumRows) {

    /** Checks the numbers. */
    public IntegrityPolicy {
        Require.share(missingFloor, "missing floor");
        Require.share(newCategoryFloor, "new category floor");
        Require.share(outOfRangeFloor, "out of range floor");
        Require.share(repeatedFloor, "repeated floor");
        Require.notNegative(volumeFloor, "volume floor");
        Require.level(falseAlarmRate, "false alarm rate");
        Require.positive(minimumRows, "least number of rows");
    }

    /** One per cent of the rows in each case, one per thousand out of range, 20 % of volume, 5 %, 50 rows. */
    public static IntegrityPolicy standard() {
        return new IntegrityPolicy(0.01, 0.01, 0.001, 0.01, 0.2, 0.05, 50);
    }
}
