package dev.perennial.benchmarks.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * CPU-seconds of this whole process, compiler and collector included. Some systems count them in steps of 10 ms, so short
 * work is repeated until a turn takes half a second.
 */
final class CpuClock {
    private static final double NANOS = 1e9;
    private static final double SHORTEST_TURN = 0.5;
    private static final int TURNS = 5;

    private CpuClock() {}

    /** The CPU-seconds of the first run of all, before anything was compiled, and the median of later ones. */
    record Spent(double first, double median) {}

    static Spent measure(int warmUps, Runnable work) {
        double first = turn(work, 1);
        turn(work, warmUps);
        int repeats = 1;
        while (turn(work, repeats) * repeats < SHORTEST_TURN) {
            repeats *= 2;
        }
        double[] seconds = new double[TURNS];
        for (int run = 0; run < TURNS; run++) {
            seconds[run] = turn(work, repeats);
        }
        Arrays.sort(seconds);
        return new Spent(first, seconds[TURNS / 2]);
    }

    /* The CPU-seconds of one repeat. */
    private static double turn(Runnable work, int repeats) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        for (int run = 0; run < repeats; run++) {
            work.run();
        }
        return (system.getProcessCpuTime() - before) / NANOS / repeats;
    }
}
