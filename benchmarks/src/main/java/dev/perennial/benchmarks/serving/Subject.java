package dev.perennial.benchmarks.serving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own that is loaded in turns. */
final class Subject {
    private final String title;
    private final Process process;
    private final BufferedReader lines;
    private final LoadGenerator load;
    private final List<Turn> turns = new ArrayList<>();

    /** One stretch of load, and what the server spent on it. */
    record Turn(LoadGenerator.Result result, double cpuSeconds) {
        double cpuPerAnswer() {
            return cpuSeconds / result.answers();
        }
    }

    private Subject(String title, Process process, BufferedReader lines, LoadGenerator load) {
        this.title = title;
        this.process = process;
        this.lines = lines;
        this.load = load;
    }

    /** Starts a server of {@link BenchmarkServer} and waits for its port. */
    static Subject start(
            Path scratch, String mode, String title, String heap, String path, String body, int connections)
            throws IOException {
        Path folder = Files.createTempDirectory(scratch, mode);
        Path errors = folder.resolveSibling(folder.getFileName() + ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        // As perennial serve does.
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchmarkServer.class.getName(),
                        mode,
                        String.valueOf(Math.max(2, Runtime.getRuntime().availableProcessors())),
                        folder.toString())
                .redirectError(errors.toFile())
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.matches("[0-9]+")) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("The " + title + " did not start: " + Files.readString(errors));
        }
        return new Subject(title, process, lines, new LoadGenerator(Integer.parseInt(line), path, body, connections));
    }

    /** A server of somebody else that listens already. */
    static Subject of(String title, Process process, LoadGenerator load) {
        return new Subject(
                title,
                process,
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                load);
    }

    String title() {
        return title;
    }

    /** A turn that does not count. */
    void warmUp(Duration time) throws IOException {
        load.run(time);
    }

    void turn(Duration time) throws IOException {
        turn(time, Double.POSITIVE_INFINITY);
    }

    void turn(Duration time, double perSecond) throws IOException {
        double before = cpuSeconds();
        LoadGenerator.Result result = load.run(time, perSecond);
        turns.add(new Turn(result, cpuSeconds() - before));
    }

    void forgetTurns() {
        turns.clear();
    }

    private double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(handle -> handle.info()
                        .totalCpuDuration()
                        .map(time -> time.toNanos() / 1e9)
                        .orElse(0.0))
                .sum();
    }

    /** The turn with the middle number of requests a second. */
    Turn median() {
        return turns.stream()
                .sorted(Comparator.comparingDouble(turn -> turn.result.perSecond()))
                .toList()
                .get(turns.size() / 2);
    }

    /** The middle of the turns' 99th percentiles, in milliseconds. */
    double medianP99() {
        return turns.stream().mapToDouble(turn -> turn.result.p99()).sorted().toArray()[turns.size() / 2];
    }

    /** The heap in use after a collection, in MiB. */
    int heap() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Integer.parseInt(lines.readLine());
    }

    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.descendants().forEach(ProcessHandle::destroy);
        if (!process.waitFor(3, TimeUnit.SECONDS)) {
            process.destroy();
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
