package dev.perennial.benchmarks.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** CPU-seconds of this whole process, compiler and collector included. */
final class CpuClock {
    private static final double NANOS = 1e9;
    private static final int RUNS = 9;

    private CpuClock() {}

    /** The CPU-seconds of a run before anything was compiled, and the median of later ones. */
    record Spent(double first, double median) {}

    static Spent measure(int warmUps, Runnable work) {
        double first = once(work);
        for (int run = 0; run < warmUps; run++) {
            work.run();
        }
        double[] seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            seconds[run] = once(work);
        }
        Arrays.sort(seconds);
        return new Spent(first, seconds[RUNS / 2]);
    }

    private static double once(Runnable work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / NANOS;
    }
}
