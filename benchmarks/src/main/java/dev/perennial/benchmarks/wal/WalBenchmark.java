package dev.perennial.benchmarks.wal;

import dev.perennial.serving.wal.Durability;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Records a second that the write-ahead log acknowledges, beside what the disk under it can force, and the bytes that a
 * prediction of 20 features takes in the object store. The status is 0 only if every floor holds.
 */
public final class WalBenchmark {
    private static final int CLIENTS = 64;
    private static final int TURNS = 3;
    private static final int SEGMENT_ROWS = 60_000;

    private final PrintStream out;
    private final Path scratch;
    private final Duration time;
    private int held;
    private int floors;

    private WalBenchmark(PrintStream out, Path scratch, Duration time) {
        this.out = out;
        this.scratch = scratch;
        this.time = time;
    }

    /** Arguments: the folder of the flights, and seconds a measurement, 2 if left out. */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2);
        Path scratch = Files.createTempDirectory("wal-benchmark");
        boolean holds;
        try {
            holds = new WalBenchmark(System.out, scratch, time).run(Path.of(arguments[0]));
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run(Path flights) throws IOException, InterruptedException {
        BytesAtRest real = BytesAtRest.of(scratch.resolve("flights"), LoggedRows.flights(flights, SEGMENT_ROWS));
        BytesAtRest random = BytesAtRest.of(scratch.resolve("random"), LoggedRows.random(SEGMENT_ROWS));
        LoggedRows rows = LoggedRows.flights(flights, SEGMENT_ROWS);
        double[] one = new double[TURNS];
        double[] two = new double[TURNS];
        double[] async = new double[TURNS];
        double[] sync = new double[TURNS];
        double[] ceiling = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            one[turn] = rate("one" + turn, Durability.WRITTEN, rows, 1);
            two[turn] = rate("two" + turn, Durability.WRITTEN, rows, 2);
            async[turn] = rate("async" + turn, Durability.ASYNC, rows, 2);
            sync[turn] = rate("sync" + turn, Durability.SYNC, rows, 2);
            ceiling[turn] = GroupCommitCeiling.measure(scratch, CLIENTS, (int) real.inLog(), time)
                    .recordsPerSecond();
        }

        out.printf(
                Locale.ROOT,
                "one segment of %,d rows, %d features   in the log   in the store%n",
                SEGMENT_ROWS,
                LoggedRows.FEATURES);
        out.printf(Locale.ROOT, "  flights of 2013, bytes a row %17.0f %14.1f%n", real.inLog(), real.inStore());
        out.printf(Locale.ROOT, "  uniform doubles, bytes a row %17.0f %14.1f%n", random.inLog(), random.inStore());
        out.printf("records/s, one row an append, %d under way, %d turns%n", CLIENTS, TURNS);
        out.printf("  %-34s %12s %12s%n", "", "median", "best");
        print("written, 1 appending thread", one);
        print("written, 2 appending threads", two);
        print("async, 2 appending threads", async);
        print("sync, 2 appending threads", sync);
        print("group commit ceiling of the disk", ceiling);
        out.printf(Locale.ROOT, "sync of the ceiling, medians: %.2f%n", median(sync) / median(ceiling));
        floor("bytes a prediction of 20 real features", -real.inStore(), -60, -40);
        // What others take of the machine only slows: the best turn says what the log can do.
        floor("records/s, written", Math.max(best(one), best(two)), 100_000, 300_000);
        out.printf("floors: %d of %d hold%n", held, floors);
        return held == floors;
    }

    private double rate(String name, Durability durability, LoggedRows rows, int threads)
            throws IOException, InterruptedException {
        return AppendRate.measure(scratch.resolve(name), durability, rows, threads, CLIENTS, time);
    }

    private void print(String what, double[] turns) {
        out.printf(Locale.ROOT, "  %-34s %,12.0f %,12.0f%n", what, median(turns), best(turns));
    }

    private static double median(double[] turns) {
        return Arrays.stream(turns).sorted().skip(turns.length / 2).findFirst().orElseThrow();
    }

    private static double best(double[] turns) {
        return Arrays.stream(turns).max().orElseThrow();
    }

    /* What is to be small is given as what is above zero by less. */
    private void floor(String what, double measured, double floor, double aim) {
        floors++;
        held += measured >= floor ? 1 : 0;
        out.printf(
                Locale.ROOT,
                "floor: %-40s %s %,.0f (aim %,.0f): %,.1f %s%n",
                what,
                floor < 0 ? "at most" : "at least",
                Math.abs(floor),
                Math.abs(aim),
                Math.abs(measured),
                measured < floor ? "BROKEN" : measured < aim ? "holds" : "aim reached");
    }
}
