package dev.perennial.benchmarks.profiles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What profiles cost on one core: a drift report from Parquet, a window of 100 million rows in a small heap, the sum of
 * 10,000 profiles, and a window of 90 days that is looked at every hour. Each measurement is a process of its own, whose
 * whole processor time counts, that of compiler and collector included. Ends with how many floors hold; the status is 0
 * only if all do.
 */
public final class ProfilesBenchmark {
    private static final long MILLION = 1_000_000;

    private final PrintStream out;
    private final Path scratch;
    private final List<Boolean> floors = new ArrayList<>();

    private ProfilesBenchmark(PrintStream out, Path scratch) {
        this.out = out;
        this.scratch = scratch;
    }

    /** Argument: millions of rows of the long window, 100 if left out. */
    public static void main(String[] arguments) throws Exception {
        int millions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Path scratch = Files.createTempDirectory("profiles-benchmark");
        try {
            ProfilesBenchmark benchmark = new ProfilesBenchmark(System.out, scratch);
            benchmark.run(millions);
            System.exit(benchmark.report() ? 0 : 1);
        } finally {
            delete(scratch);
        }
    }

    private void run(int millions) throws Exception {
        out.printf(Locale.ROOT, "%-52s %14s %14s %14s  %s%n", "work", "measured", "floor", "aim", "");
        Path reference = scratch.resolve("reference.parquet");
        Path window = scratch.resolve("window.parquet");
        GeneratedFiles.write(reference, MILLION, 20, 1);
        GeneratedFiles.write(window, MILLION, 20, 2);
        report(reference, window);
        longWindow(window, millions);
        merge();
        sliding();
    }

    private void report(Path reference, Path window) throws Exception {
        double[] measured = child("-Xmx1g", "report", reference.toString(), window.toString());
        line("report, bins frozen anew (M cells/CPU-s)", measured[0], 10, 20, Better.HIGHER);
        line("the same, first in its process (M cells/CPU-s)", measured[1]);
        line("report, bins frozen before (M cells/CPU-s)", measured[2], 10, 20, Better.HIGHER);
    }

    private void longWindow(Path window, int millions) throws Exception {
        double[] measured = child("-Xmx128m", "window", window.toString(), String.valueOf(millions));
        line("rows of the long window (M)", measured[0], 100, 100, Better.HIGHER);
        line("its heap at most (MiB of -Xmx128m)", measured[1], 512, 128, Better.LOWER);
        line("memory of its process at most (MiB)", measured[2]);
        line("its speed (M cells/CPU-s)", measured[3], 10, 20, Better.HIGHER);
    }

    private void merge() throws Exception {
        double[] measured = child("-Xmx256m", "merge");
        line("10,000 profiles of 50 features read and added (s)", measured[0], 2, 0.5, Better.LOWER);
        line("the same, first in its process (s)", measured[1], 2, 0.5, Better.LOWER);
        line("bytes of one stored profile", measured[2]);
    }

    private void sliding() throws Exception {
        Path hour = scratch.resolve("hour.parquet");
        GeneratedFiles.write(hour, 5_000, 20, 3);
        double[] measured = child(
                "-Xmx256m",
                "sliding",
                hour.toString(),
                scratch.resolve("sliding").toString());
        line("90 days, from nothing: segments read", measured[0]);
        line("90 days, from nothing (CPU-s)", measured[1]);
        line("an hour later: segments read", measured[2], 1, 1, Better.LOWER);
        line("an hour later: profiles added", measured[3]);
        line("an hour later (CPU-s, mean of 48 hours)", measured[4]);
        line("from nothing / an hour later (CPU)", measured[1] / measured[4], 20, 100, Better.HIGHER);
    }

    private void line(String work, double measured) {
        out.printf(Locale.ROOT, "%-52s %14.3f%n", work, measured);
    }

    private void line(String work, double measured, double floor, double aim, Better better) {
        boolean holds = better == Better.HIGHER ? measured >= floor : measured <= floor;
        boolean reached = better == Better.HIGHER ? measured >= aim : measured <= aim;
        floors.add(holds);
        String word = !holds ? "BROKEN" : reached ? "aim reached" : "holds";
        out.printf(Locale.ROOT, "%-52s %14.3f %14.3f %14.3f  %s%n", work, measured, floor, aim, word);
    }

    private boolean report() {
        long hold = floors.stream().filter(holds -> holds).count();
        out.printf("floors: %d of %d hold%n", hold, floors.size());
        return hold == floors.size();
    }

    private static double[] child(String heap, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ActiveProcessorCount=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                ProfilesMeasurement.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("The measurement " + arguments[0] + " failed with status " + process.exitValue());
            }
            return Stream.of(line.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private enum Better {
        HIGHER,
        LOWER
    }
}
