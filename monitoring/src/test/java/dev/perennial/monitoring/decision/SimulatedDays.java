package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Days of paired log-loss differences whose rows share the day's shock. */
final class SimulatedDays {
    private final SplittableRandom random;
    private int day;

    SimulatedDays(long seed) {
        random = new SplittableRandom(seed);
    }

    /* A day has 600 to 1200 rows; its mean difference is the gap plus a shock. */
    BlockedDifferences week(double gap, double standardDeviation) {
        TreeMap<String, BlockSum> blocks = new TreeMap<>();
        for (int i = 0; i < 7; i++) {
            long rows = random.nextInt(600, 1200);
            double mean = gap + standardDeviation * gaussian();
            String key = String.format(Locale.ROOT, "day %05d", day++);
            blocks.put(key, new BlockSum(rows, Math.round(mean * rows / BlockedDifferences.QUANTUM)));
        }
        return new BlockedDifferences(blocks);
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
