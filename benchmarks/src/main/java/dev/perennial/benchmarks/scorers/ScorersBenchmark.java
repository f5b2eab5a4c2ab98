package dev.perennial.benchmarks.scorers;

import java.io.IOException;
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
 * Microseconds a row of 20 features, compiled and by the library that trained the model, in one run (JMH, the median
 * invocation). Ends with how many floors hold; the status is 0 only if all do.
 */
public final class ScorersBenchmark {
    private static final int FORKS = 1;
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;
    private static final double NANOS_A_MICRO = 1000;

    private enum Work {
        LINEAR("linear", 0.2, 0.1),
        FACTORIZATION_MACHINE("factorization-machine", Double.NaN, Double.NaN),
        FOREST("random-forest", 15, 8),
        BOOSTING("gradient-boosting", 10, 5);

        private final String algorithm;
        private final double floor;
        private final double aim;

        Work(String algorithm, double floor, double aim) {
            this.algorithm = algorithm;
            this.floor = floor;
            this.aim = aim;
        }

        private String verdict(double micros) {
            if (Double.isNaN(floor)) {
                return "";
            }
            return micros <= aim ? "aim reached" : micros <= floor ? "holds" : "BROKEN";
        }
    }

    private ScorersBenchmark() {}

    /** Arguments: an empty folder for the models, and the milliseconds of an iteration, 500 if left out. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        PrintStream out = System.out;
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        long millis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 500;
        for (Work work : Work.values()) {
            ScorerFiles.train(folder, work.algorithm);
        }
        Map<String, Map<String, Double>> micros = measure(folder, millis);
        out.printf(
                "microseconds a row of %d features, 100 trees, %s, %d iterations of %d ms%n",
                ScoredRows.FEATURES, Runtime.version(), ITERATIONS, millis);
        out.printf("%-22s %8s %8s %8s %8s %6s %6s%n", "model", "ours", "batch", "Tribuo", "ratio", "floor", "aim");
        int floors = 0;
        int held = 0;
        for (Work work : Work.values()) {
            Map<String, Double> times = micros.getOrDefault(work.algorithm, Map.of());
            double ours = times.getOrDefault("ours", Double.NaN);
            double library = times.getOrDefault("libraries", Double.NaN);
            boolean judged = !Double.isNaN(work.floor);
            floors += judged ? 1 : 0;
            held += judged && ours <= work.floor ? 1 : 0;
            out.printf(
                    Locale.ROOT,
                    "%-22s %8.3f %8.3f %8.3f %8.1f %6s %6s %s%n",
                    work.algorithm,
                    ours,
                    times.getOrDefault("batch", Double.NaN),
                    library,
                    library / ours,
                    judged ? String.valueOf(work.floor) : "",
                    judged ? String.valueOf(work.aim) : "",
                    work.verdict(ours));
        }
        out.printf("floors: %d of %d hold%n", held, floors);
        System.exit(held == floors ? 0 : 1);
    }

    private static Map<String, Map<String, Double>> measure(Path folder, long millis) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ScorerTimes.class.getName() + "\\..*")
                        .param("folder", folder.toString())
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(FORKS)
                        .jvmArgs("-Xmx2g")
                        .warmupIterations(WARM_UPS)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Map<String, Double>> micros = new TreeMap<>();
        for (RunResult result : results) {
            micros.computeIfAbsent(result.getParams().getParam("algorithm"), algorithm -> new TreeMap<>())
                    .put(
                            result.getPrimaryResult().getLabel(),
                            result.getPrimaryResult().getStatistics().getPercentile(50)
                                    / ScorerTimes.ROWS
                                    / NANOS_A_MICRO);
        }
        return micros;
    }
}
