package dev.perennial.benchmarks.join;

import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.DuckDbSettings;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LogReader;
import dev.perennial.activities.data.Spool;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * What the join of a week of predictions with their labels costs, beside DuckDB asked by hand over the same plain files
 * with the same memory and threads. Both have to give the same counts. Ends with how many floors hold; the status is 0 only
 * if all do.
 */
public final class JoinBenchmark {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAYS = 7;
    private static final int HOURS = DAYS * 24;
    /* Hours 50 and 51 have no labels at first: 1.2 % of all. */
    private static final int LATE = 50;
    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern(
                    "'model=flights/dt='uuuu-MM-dd'/hour='HH", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new CategoryFeature("carrier", Presence.OPTIONAL, 100),
            new NumberFeature("a", Presence.OPTIONAL, Optional.empty()),
            new NumberFeature("b", Presence.OPTIONAL, Optional.empty()),
            new NumberFeature("c", Presence.OPTIONAL, Optional.empty())));

    private final PrintStream out;
    private final Path scratch;
    private final Path log;
    private final List<Boolean> floors = new ArrayList<>();

    private JoinBenchmark(PrintStream out, Path scratch) {
        this.out = out;
        this.scratch = scratch;
        this.log = scratch.resolve("store");
    }

    /** Argument: millions of predictions, 5 if left out. */
    public static void main(String[] arguments) throws Exception {
        double millions = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 5;
        Path scratch = Files.createTempDirectory("join-benchmark");
        try {
            System.exit(new JoinBenchmark(System.out, scratch).run(millions) ? 0 : 1);
        } finally {
            delete(scratch);
        }
    }

    private boolean run(double millions) throws Exception {
        int rows = (int) (millions * 1_000_000 / HOURS);
        out.printf(Locale.ROOT, "%.2f M predictions of a week, 95 %% labelled, %d hours%n", rows * HOURS / 1e6, HOURS);
        Path held = scratch.resolve("held");
        try (PlainDuckDb plain = new PlainDuckDb(scratch.resolve("temporary"));
                DuckDb duckDb = DuckDb.open(
                        new DuckDbSettings(PlainDuckDb.MEGABYTES, PlainDuckDb.THREADS, scratch.resolve("temporary")));
                Spool spool = Spool.over(
                        new DirectoryStore(log), scratch.resolve("spool"), 1L << 40, 4, InstantSource.system())) {
            write(plain, rows, held);
            LogReader reader = new LogReader(new DirectoryStore(log), spool, duckDb);
            TimeWindow window = TimeWindow.startingAt(START, Duration.ofDays(DAYS));
            LogQuery query = new LogQuery(new ModelName("flights"), SCHEMA, window, Optional.of(window.to()));
            Callable<List<String>> ours = () -> reader.countBy(query, "carrier").stream()
                    .map(slice -> String.format(
                            Locale.ROOT,
                            "%s %d %d %.0f",
                            slice.value().orElse("missing"),
                            slice.predictions(),
                            slice.labels(),
                            slice.labelSum()))
                    .toList();
            measure(plain, ours, held);
        }
        long peak = peakMegabytes();
        if (peak > 0) {
            line("memory of this process at most (MiB)", (double) peak, 2048);
        }
        long hold = floors.stream().filter(holds -> holds).count();
        out.printf("floors: %d of %d hold%n", hold, floors.size());
        return hold == floors.size();
    }

    private void measure(PlainDuckDb plain, Callable<List<String>> ours, Path held) throws Exception {
        Path kept = scratch.resolve("joined.parquet");
        Timed<List<String>> first = timed(ours);
        Timed<List<String>> byHandKept = timed(() -> {
            plain.write(PlainDuckDb.joined(log), kept);
            return plain.bySlice("SELECT * FROM read_parquet('" + kept + "')");
        });
        requireEqual(first.answer(), byHandKept.answer());
        line("joined and kept, by slice: ours (s)", first.seconds());
        line("joined and kept, by slice: DuckDB by hand (s)", byHandKept.seconds());
        line("ratio", first.seconds() / byHandKept.seconds(), 1.10);

        Timed<List<String>> again = timed(ours);
        Timed<List<String>> byHand = timed(() -> plain.bySlice(PlainDuckDb.joined(log)));
        requireEqual(again.answer(), byHand.answer());
        line("by slice, asked again: ours (s)", again.seconds());
        line("by slice, from plain files: DuckDB by hand (s)", byHand.seconds());
        line(
                "the same without care for repeated rows (s)",
                timed(() -> plain.bySlice(PlainDuckDb.joinedOfTrust(log))).seconds());
        line("ratio", again.seconds() / byHand.seconds(), 1.10);

        bring(held);
        Timed<List<String>> later = timed(ours);
        requireEqual(later.answer(), plain.bySlice(PlainDuckDb.joined(log)));
        line("1.2 % new labels, of 2 hours: ours (s)", later.seconds());
        aim("of the first time", later.seconds() / first.seconds(), 0.05);
    }

    private void write(PlainDuckDb plain, int rows, Path held) throws Exception {
        for (int hour = 0; hour < HOURS; hour++) {
            Instant start = START.plus(Duration.ofHours(hour));
            Path predictions = file(log.resolve("predictions"), start);
            Path labels = file((hour == LATE || hour == LATE + 1 ? held : log).resolve("labels"), start);
            plain.writeHour(predictions, labels, start.getEpochSecond() * 1_000_000, rows);
        }
    }

    private static Path file(Path folder, Instant hour) throws IOException {
        return Files.createDirectories(folder.resolve(FOLDER.format(hour))).resolve("gw-1-1-1.parquet");
    }

    private void bring(Path held) throws IOException {
        for (int hour = LATE; hour <= LATE + 1; hour++) {
            Instant start = START.plus(Duration.ofHours(hour));
            Files.move(file(held.resolve("labels"), start), file(log.resolve("labels"), start));
        }
    }

    private static void requireEqual(List<String> ours, List<String> byHand) {
        if (!ours.equals(byHand)) {
            throw new IllegalStateException("The answers differ: ours " + ours + ", by hand " + byHand);
        }
    }

    private void line(String what, double measured) {
        out.printf(Locale.ROOT, "%-52s %12.3f%n", what, measured);
    }

    private void line(String what, double measured, double most) {
        floors.add(measured <= most);
        out.printf(
                Locale.ROOT,
                "%-52s %12.3f  at most %.2f  %s%n",
                what,
                measured,
                most,
                measured <= most ? "holds" : "BROKEN");
    }

    private void aim(String what, double measured, double aim) {
        out.printf(
                Locale.ROOT,
                "%-52s %12.3f  aim %.2f  %s%n",
                what,
                measured,
                aim,
                measured <= aim ? "reached" : "not reached");
    }

    /* The most that the process has held, 0 where the system does not say. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static <T> Timed<T> timed(Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T answer = work.call();
        return new Timed<>(answer, (System.nanoTime() - start) / 1e9);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private record Timed<T>(T answer, double seconds) {}
}
