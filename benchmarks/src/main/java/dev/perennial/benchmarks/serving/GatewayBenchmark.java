package dev.perennial.benchmarks.serving;

import dev.perennial.benchmarks.Floors;
import dev.perennial.benchmarks.wal.GroupCommitCeiling;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The gateway, log on, beside the bare echo of the same HTTP server and beside MLServer: rows of 20 features, each server a
 * process of its own, measured in turns, of which the median counts. Requests a second are those of server and generator
 * on the same processors; CPU counts the server alone, its shipping included. Ends with how many floors hold; the status
 * is 0 only if all do.
 */
public final class GatewayBenchmark {
    private static final int CONNECTIONS = 16;
    /* A commit serves those who wait for it: with few of them its price is the disk's, not the gateway's. */
    private static final int SYNC_CONNECTIONS = 64;
    private static final int TURNS = 5;
    private static final int WARM_UP_TURNS = 10;
    private static final int MANY_ROWS = 1000;
    private static final int RECORD_BYTES = 300;
    private static final int FLOORS = 6;
    private static final String INFER = "/v2/models/linear/infer";

    private final PrintStream out;
    private final Duration turn;
    private final Path scratch;
    private final Path python;
    private final Path training;
    private final Floors floors;

    private GatewayBenchmark(PrintStream out, Duration turn, Path scratch, Path python, Path training) {
        this.out = out;
        this.turn = turn;
        this.scratch = scratch;
        this.python = python;
        this.training = training;
        floors = new Floors(out, FLOORS);
    }

    /** Arguments: the Python with MLServer, what trains its model, and seconds a turn, 4 if left out. */
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 2 ? Long.parseLong(arguments[2]) : 4;
        Path scratch = Files.createTempDirectory("gateway-benchmark");
        boolean holds;
        try {
            holds = new GatewayBenchmark(
                            System.out,
                            Duration.ofSeconds(seconds),
                            scratch,
                            Path.of(arguments[0]),
                            Path.of(arguments[1]))
                    .run();
        } finally {
            delete(scratch);
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        out.printf(
                "%d turns of %d s each, %d connections (sync %d), %d features, %d processors%n",
                TURNS,
                turn.toSeconds(),
                CONNECTIONS,
                SYNC_CONNECTIONS,
                BenchmarkServer.FEATURES,
                Runtime.getRuntime().availableProcessors());
        List<Subject> subjects = new ArrayList<>();
        try {
            String one = matrix(1);
            subjects.add(Subject.start(scratch, "echo", "bare echo", "512m", "/", one, CONNECTIONS));
            subjects.add(Subject.start(scratch, "written", "gateway, written", "512m", INFER, one, CONNECTIONS));
            subjects.add(Subject.start(scratch, "sync", "gateway, sync", "512m", INFER, one, SYNC_CONNECTIONS));
            subjects.add(Subject.start(scratch, "written", "written, 20 inputs", "512m", INFER, named(), CONNECTIONS));
            subjects.add(MlServer.start(scratch, python, training, one, CONNECTIONS));
            for (Subject subject : subjects) {
                // Until the compiler has come to rest; a gateway serves for days.
                subject.warmUp(turn.multipliedBy(WARM_UP_TURNS));
            }
            throughput(subjects);
            latency(subjects.get(0), subjects.get(1));
        } finally {
            stop(subjects);
        }
        manyRows();
        heap();
        return floors.report();
    }

    private void throughput(List<Subject> subjects) throws IOException {
        double[] ceilings = new double[TURNS];
        for (int number = 0; number < TURNS; number++) {
            for (Subject subject : subjects) {
                subject.turn(turn);
            }
            ceilings[number] = GroupCommitCeiling.measure(scratch, SYNC_CONNECTIONS, RECORD_BYTES, turn.dividedBy(2))
                    .recordsPerSecond();
        }
        Arrays.sort(ceilings);
        double ceiling = ceilings[TURNS / 2];
        out.printf(
                Locale.ROOT, "group commits of the disk, %d records each: %.0f records/s%n", SYNC_CONNECTIONS, ceiling);
        double echo = subjects.get(0).median().result().perSecond();
        out.printf(
                "%-20s %12s %8s %9s %9s %16s%n",
                "server", "requests/s", "of echo", "p50 ms", "p99 ms", "CPU-s per 1000");
        for (Subject subject : subjects) {
            Subject.Turn median = subject.median();
            out.printf(
                    Locale.ROOT,
                    "%-20s %12.0f %8.2f %9.2f %9.2f %16.4f%n",
                    subject.title(),
                    median.result().perSecond(),
                    median.result().perSecond() / echo,
                    median.result().median(),
                    median.result().p99(),
                    median.cpuPerAnswer() * 1000);
        }
        double written = subjects.get(1).median().result().perSecond();
        double sync = subjects.get(2).median().result().perSecond();
        floors.atLeast("written, of the bare echo's requests/s", written / echo, 0.75, 0.90);
        floors.atLeast("sync, of the lesser of echo and disk", sync / Math.min(echo, ceiling), 0.60, 0.85);
        floors.atLeast(
                "requests a CPU-second, MLServer's",
                subjects.get(4).median().cpuPerAnswer()
                        / subjects.get(1).median().cpuPerAnswer(),
                15,
                30);
    }

    /* Both at half of what the gateway can do, so that neither has a queue. */
    private void latency(Subject echo, Subject written) throws IOException {
        double half = written.median().result().perSecond() / 2;
        echo.forgetTurns();
        written.forgetTurns();
        for (int number = 0; number < TURNS; number++) {
            echo.turn(turn, half);
            written.turn(turn, half);
        }
        out.printf(
                Locale.ROOT,
                "at %.0f requests/s: p99 of the bare echo %.2f ms, of the gateway %.2f ms%n",
                half,
                echo.medianP99(),
                written.medianP99());
        floors.atMost("added p99 at half load, ms", written.medianP99() - echo.medianP99(), 2, 0.5);
    }

    /* What one caller waits for a row, and what a row costs the server. */
    private void manyRows() throws IOException, InterruptedException {
        Subject.Turn single = alone("one row", matrix(1));
        Subject.Turn many = alone("1,000 rows", matrix(MANY_ROWS));
        double waited = single.result().median() * 1000;
        double waitedEach = many.result().median() * 1000 / MANY_ROWS;
        out.printf(
                Locale.ROOT,
                "µs a row for one caller: single %.2f, of 1,000 in a request %.2f; of the server's CPU %.2f and %.2f%n",
                waited,
                waitedEach,
                single.cpuPerAnswer() * 1e6,
                many.cpuPerAnswer() * 1e6 / MANY_ROWS);
        floors.atLeast("1,000 rows in one request, times faster a row", waited / waitedEach, 20, 20);
    }

    private Subject.Turn alone(String title, String body) throws IOException, InterruptedException {
        List<Subject> subject = List.of(Subject.start(scratch, "written", title, "512m", INFER, body, 1));
        try {
            subject.get(0).warmUp(turn.multipliedBy(3));
            subject.get(0).turn(turn);
            return subject.get(0).median();
        } finally {
            stop(subject);
        }
    }

    private void heap() throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(Subject.start(scratch, "fifty", "50 models", "256m", INFER, matrix(1), CONNECTIONS));
            Subject fifty = subjects.get(0);
            fifty.turn(turn);
            int heap = fifty.heap();
            out.printf("50 models of 100 trees under load in -Xmx256m: %d MiB in use after it%n", heap);
            floors.atMost("heap in use with 50 models, MiB", heap, 512, 256);
        } finally {
            stop(subjects);
        }
    }

    private static void stop(List<Subject> subjects) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            subject.stop();
        }
    }

    /* The same bytes for every server: all rows as one tensor, as clients of MLServer send them. */
    private static String matrix(int rows) {
        return "{\"inputs\":[{\"name\":\"predict\",\"shape\":[" + rows + "," + BenchmarkServer.FEATURES
                + "],\"datatype\":\"FP64\",\"data\":["
                + IntStream.range(0, rows * BenchmarkServer.FEATURES)
                        .mapToObj(at -> value(at % BenchmarkServer.FEATURES, at / BenchmarkServer.FEATURES))
                        .collect(Collectors.joining(","))
                + "]}]}";
    }

    /* One row as an input of its own for every feature. */
    private static String named() {
        return IntStream.range(0, BenchmarkServer.FEATURES)
                .mapToObj(number -> "{\"name\":\"feature_" + number
                        + "\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[" + value(number, 0) + "]}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    private static String value(int feature, int row) {
        return String.valueOf(0.125 * feature - 1.0625 + 0.001 * row);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
