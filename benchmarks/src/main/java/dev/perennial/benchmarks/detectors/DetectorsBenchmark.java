package dev.perennial.benchmarks.detectors;

import dev.perennial.benchmarks.judgement.Elec2Judgement;
import dev.perennial.benchmarks.moa.Peer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The detectors beside MOA's in one run: nanoseconds a value (JMH, the median invocation of two forks each), and
 * where the Elec2 data lies beside the checkout, their alarms. Ends with how many floors hold; the status is 0 only if all
 * do.
 */
public final class DetectorsBenchmark {
    private static final int FORKS = 2;
    private static final int WARM_UPS = 2;
    private static final int ITERATIONS = 5;
    private static final double FLOOR = 1.0;
    private static final double AIM = 0.5;

    private final PrintStream out;
    private int floors;
    private int held;

    private DetectorsBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Arguments: the file of the Elec2 data, and the milliseconds of an iteration, 500 if left out. */
    public static void main(String[] arguments) throws RunnerException {
        DetectorsBenchmark benchmark = new DetectorsBenchmark(System.out);
        long millis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 500;
        benchmark.times(millis);
        benchmark.alarms(Path.of(arguments[0]));
        benchmark.out.printf("floors: %d of %d hold%n", benchmark.held, benchmark.floors);
        System.exit(benchmark.held == benchmark.floors ? 0 : 1);
    }

    private void times(long millis) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DetectorTimes.class.getName() + "\\..*")
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(FORKS)
                        .jvmArgs("-Xmx256m")
                        .warmupIterations(WARM_UPS)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, double[]> medians = new TreeMap<>();
        for (RunResult result : results) {
            double[] pair = medians.computeIfAbsent(result.getParams().getParam("peer"), peer -> new double[2]);
            pair[result.getPrimaryResult().getLabel().equals("ours") ? 0 : 1] = median(result) / DetectorTimes.VALUES;
        }
        out.printf(
                "nanoseconds a value, errors 1 in 5, %s, %d forks of %d iterations of %d ms%n",
                Runtime.version(), FORKS, ITERATIONS, millis);
        out.printf("%-14s %10s %10s %8s %6s %6s%n", "detector", "ours", "MOA", "ratio", "floor", "aim");
        for (Peer peer : Peer.values()) {
            double[] pair = medians.getOrDefault(peer.name(), new double[2]);
            double ratio = pair[0] / pair[1];
            out.printf(
                    Locale.ROOT,
                    "%-14s %10.2f %10.2f %8.2f %6s %6s%n",
                    peer,
                    pair[0],
                    pair[1],
                    ratio,
                    word(floor(ratio <= FLOOR)),
                    ratio <= AIM ? "yes" : "no");
        }
        out.printf(Locale.ROOT, "floor: ours at most %.2f of MOA's time; aim %.2f%n%n", FLOOR, AIM);
    }

    /* On a shared machine the mean holds other people's work; an invocation is short enough for the median not to. */
    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private void alarms(Path elec2) {
        if (!Files.isRegularFile(elec2)) {
            out.println("no alarms compared: " + elec2 + " does not exist");
            return;
        }
        Elec2Judgement judgement = Elec2Judgement.of(elec2);
        judgement.print(out);
        for (Elec2Judgement.Agreement agreement : judgement.agreements()) {
            out.printf(
                    "floor: %s alarms where MOA's does on %s: %s%n",
                    agreement.peer(), agreement.stream(), word(floor(agreement.same())));
        }
    }

    private boolean floor(boolean holds) {
        floors++;
        held += holds ? 1 : 0;
        return holds;
    }

    private static String word(boolean holds) {
        return holds ? "holds" : "BROKEN";
    }
}
