package dev.perennial.benchmarks.serving;

import dev.perennial.benchmarks.Floors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
public final class ServingBenchmark {
    private static final int CONNECTIONS = 16;
    private static final int TURNS = 5;
    private static final int MANY_ROWS = 1000;
    private static final int FLOORS = 6;
    private static final String INFER = "/v2/models/linear/infer";

    private final PrintStream out;
    private final Duration turn;
    private final Path scratch;
    private final Path python;
    private final Path training;
    private final Floors floors;

    private ServingBenchmark(PrintStream out, Duration turn, Path scratch, Path python, Path training) {
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
        Path scratch = Files.createTempDirectory("serving-benchmark");
        boolean holds;
        try {
            holds = new ServingBenchmark(
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
                "%d turns of %d s each, %d connections, %d features, %d processors%n",
                TURNS,
                turn.toSeconds(),
                CONNECTIONS,
                BenchmarkServer.FEATURES,
                Runtime.getRuntime().availableProcessors());
        double ceiling = GroupCommit.perSecond(Files.createDirectories(scratch.resolve("disk")), CONNECTIONS, turn);
        out.printf(Locale.ROOT, "group commits of the disk, %d records each: %.0f records/s%n", CONNECTIONS, ceiling);
        List<Subject> subjects = new ArrayList<>();
        try {
            String one = body(1);
            subjects.add(Subject.start(scratch, "echo", "bare echo", "512m", "/", one, CONNECTIONS));
            subjects.add(Subject.start(scratch, "written", "gateway, written", "512m", INFER, one, CONNECTIONS));
            subjects.add(Subject.start(scratch, "sync", "gateway, sync", "512m", INFER, one, CONNECTIONS));
            subjects.add(MlServer.start(scratch, python, training, CONNECTIONS));
            for (Subject subject : subjects) {
                subject.warmUp(turn.multipliedBy(2));
            }
            throughput(subjects, ceiling);
            latency(subjects.get(0), subjects.get(1));
        } finally {
            stop(subjects);
        }
        manyRows();
        heap();
        return floors.report();
    }

    private void throughput(List<Subject> subjects, double ceiling) throws IOException {
        for (int number = 0; number < TURNS; number++) {
            for (Subject subject : subjects) {
                subject.turn(turn);
            }
        }
        double echo = subjects.get(0).median().result().perSecond();
        out.printf(
                "%-18s %12s %8s %9s %9s %16s%n",
                "server", "requests/s", "of echo", "p50 ms", "p99 ms", "CPU-s per 1000");
        for (Subject subject : subjects) {
            Subject.Turn median = subject.median();
            out.printf(
                    Locale.ROOT,
                    "%-18s %12.0f %8.2f %9.2f %9.2f %16.4f%n",
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
                subjects.get(3).median().cpuPerAnswer()
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

    private void manyRows() throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(Subject.start(scratch, "written", "one row", "512m", INFER, body(1), CONNECTIONS));
            Subject single = subjects.get(0);
            single.warmUp(turn);
            single.turn(turn);
            stop(subjects);
            subjects.clear();
            subjects.add(Subject.start(scratch, "written", "1,000 rows", "512m", INFER, body(MANY_ROWS), 2));
            Subject many = subjects.get(0);
            many.warmUp(turn);
            many.turn(turn);
            double one = single.median().cpuPerAnswer();
            double each = many.median().cpuPerAnswer() / MANY_ROWS;
            out.printf(Locale.ROOT, "CPU-µs a row: single %.2f, of 1,000 in a request %.2f%n", one * 1e6, each * 1e6);
            floors.atLeast("1,000 rows in one request, cheaper a row", one / each, 20, 20);
        } finally {
            stop(subjects);
        }
    }

    private void heap() throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(Subject.start(scratch, "fifty", "50 models", "256m", INFER, body(1), CONNECTIONS));
            Subject fifty = subjects.get(0);
            fifty.turn(turn);
            int heap = fifty.heap();
            out.printf("50 models of 100 trees under load in -Xmx256m: %d MiB in use after it%n", heap);
            floors.atMost("heap that serves 50 models, MiB", 256, 512, 256);
        } finally {
            stop(subjects);
        }
    }

    private static void stop(List<Subject> subjects) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            subject.stop();
        }
    }

    private static String body(int rows) {
        return IntStream.range(0, BenchmarkServer.FEATURES)
                .mapToObj(number -> "{\"name\":\"feature_" + number + "\",\"shape\":[" + rows
                        + "],\"datatype\":\"FP64\",\"data\":["
                        + IntStream.range(0, rows)
                                .mapToObj(row -> String.valueOf(0.125 * number - 1.0625 + 0.001 * row))
                                .collect(Collectors.joining(","))
                        + "]}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
