package dev.perennial.benchmarks.serving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Requests a second of the gateway, log on, beside the bare echo of the same HTTP server, one row of 20 features. Each
 * server is a process of its own; they are measured in turns, and the median turn counts. Requests a second are those of
 * server and generator on the same processors; the CPU column counts the server alone, its shipping included. Ends with how many floors hold;
 * the status is 0 only if all do.
 */
public final class ServingBenchmark {
    private static final int CONNECTIONS = 16;
    private static final int TURNS = 5;
    private static final double WRITTEN_FLOOR = 0.60;

    private final PrintStream out;
    private final Duration turn;
    private final Path scratch;

    private ServingBenchmark(PrintStream out, Duration turn, Path scratch) {
        this.out = out;
        this.turn = turn;
        this.scratch = scratch;
    }

    /** Argument: seconds a turn, 4 if left out. */
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 4;
        Path scratch = Files.createTempDirectory("serving-benchmark");
        boolean holds;
        try {
            holds = new ServingBenchmark(System.out, Duration.ofSeconds(seconds), scratch).run();
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
        String body = body();
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(start("echo", "bare echo", "/"));
            subjects.add(start("written", "gateway, written", "/v2/models/linear/infer"));
            subjects.add(start("sync", "gateway, sync", "/v2/models/linear/infer"));
            for (Subject subject : subjects) {
                subject.load(body, turn.multipliedBy(2));
                subject.turns.clear();
            }
            for (int number = 0; number < TURNS; number++) {
                for (Subject subject : subjects) {
                    subject.load(body, turn);
                }
            }
        } finally {
            for (Subject subject : subjects) {
                subject.stop();
            }
        }
        return report(subjects);
    }

    private boolean report(List<Subject> subjects) {
        double echo = subjects.get(0).median().result.perSecond();
        double echoCpu = subjects.get(0).median().cpuPerAnswer();
        out.printf(
                "%-18s %12s %8s %9s %9s %16s %9s%n",
                "server", "requests/s", "ratio", "p50 ms", "p99 ms", "CPU-s per 1000", "CPU ratio");
        for (Subject subject : subjects) {
            Turn median = subject.median();
            out.printf(
                    Locale.ROOT,
                    "%-18s %12.0f %8.2f %9.2f %9.2f %16.4f %9.2f%n",
                    subject.title,
                    median.result.perSecond(),
                    median.result.perSecond() / echo,
                    median.result.median(),
                    median.result.p99(),
                    median.cpuPerAnswer() * 1000,
                    echoCpu / median.cpuPerAnswer());
        }
        double ratio = subjects.get(1).median().result.perSecond() / echo;
        boolean holds = ratio >= WRITTEN_FLOOR;
        out.printf(
                Locale.ROOT,
                "floor: written at least %.2f of the bare echo: %.2f %s%n",
                WRITTEN_FLOOR,
                ratio,
                holds ? "holds" : "BROKEN");
        out.printf("floors: %d of 1 hold%n", holds ? 1 : 0);
        return holds;
    }

    private static String body() {
        StringBuilder body = new StringBuilder("{\"inputs\":[");
        for (int number = 0; number < BenchmarkServer.FEATURES; number++) {
            body.append(number == 0 ? "" : ",")
                    .append("{\"name\":\"feature_")
                    .append(number)
                    .append("\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[")
                    .append(0.125 * number - 1.0625)
                    .append("]}");
        }
        return body.append("]}").toString();
    }

    private Subject start(String mode, String title, String path) throws IOException {
        Path directory = Files.createDirectories(scratch.resolve(mode));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchmarkServer.class.getName(),
                        mode,
                        String.valueOf(Math.max(2, Runtime.getRuntime().availableProcessors())),
                        directory.toString())
                .redirectError(scratch.resolve(mode + ".err").toFile())
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.matches("[0-9]+")) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException(
                    "The " + title + " did not start: " + Files.readString(scratch.resolve(mode + ".err")));
        }
        return new Subject(title, path, process, Integer.parseInt(line));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private record Turn(LoadGenerator.Result result, double cpuSeconds) {
        double cpuPerAnswer() {
            return cpuSeconds / result.answers();
        }
    }

    private static final class Subject {
        private final String title;
        private final String path;
        private final Process process;
        private final int port;
        private final List<Turn> turns = new ArrayList<>();

        private Subject(String title, String path, Process process, int port) {
            this.title = title;
            this.path = path;
            this.process = process;
            this.port = port;
        }

        private void load(String body, Duration time) throws IOException {
            double before = cpuSeconds();
            LoadGenerator.Result result = new LoadGenerator(port, path, body, CONNECTIONS).run(time);
            turns.add(new Turn(result, cpuSeconds() - before));
        }

        private double cpuSeconds() {
            return process.toHandle()
                    .info()
                    .totalCpuDuration()
                    .map(time -> time.toNanos() / 1e9)
                    .orElse(Double.NaN);
        }

        private Turn median() {
            return turns.stream()
                    .sorted(Comparator.comparingDouble(turn -> turn.result.perSecond()))
                    .toList()
                    .get(turns.size() / 2);
        }

        private void stop() throws IOException, InterruptedException {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
