package dev.perennial.benchmarks.profiles;

import com.sun.management.OperatingSystemMXBean;
import dev.perennial.activities.segments.ParquetProfiles;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One measurement in a process of its own, which prints its figures on one line. */
public final class ProfilesMeasurement {
    private static final double MEBIBYTE = 1 << 20;

    private ProfilesMeasurement() {}

    /** Arguments: which one, and its files. */
    public static void main(String[] arguments) throws Exception {
        double[] figures = switch (arguments[0]) {
            case "report" -> report(Path.of(arguments[1]), Path.of(arguments[2]));
            case "window" -> window(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            case "merge" -> merge();
            case "sliding" -> sliding(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> throw new IllegalArgumentException("Invalid measurement: " + arguments[0]);
        };
        print(System.out, figures);
    }

    private static void print(PrintStream out, double[] figures) {
        StringBuilder line = new StringBuilder();
        for (double figure : figures) {
            line.append(line.isEmpty() ? "" : " ").append(figure);
        }
        out.println(line);
    }

    private static double[] report(Path reference, Path window) {
        double first = reportSpeed(reference, window);
        reportSpeed(reference, window);
        double warm = reportSpeed(reference, window);
        ProfileLayout layout = ParquetProfiles.freeze(List.of(reference));
        SegmentProfile known = ParquetProfiles.profile(layout, List.of(reference));
        double before = cpuSeconds();
        SegmentProfile current = ParquetProfiles.profile(layout, List.of(window));
        require(assess(known, current));
        double frozen = current.rows() * (double) layout.names().size() / (cpuSeconds() - before) / 1e6;
        return new double[] {warm, first, frozen};
    }

    private static double reportSpeed(Path reference, Path window) {
        double before = cpuSeconds();
        ProfileLayout layout = ParquetProfiles.freeze(List.of(reference));
        SegmentProfile known = ParquetProfiles.profile(layout, List.of(reference));
        SegmentProfile current = ParquetProfiles.profile(layout, List.of(window));
        require(assess(known, current));
        double cells = (known.rows() + current.rows()) * (double) layout.names().size();
        return cells / (cpuSeconds() - before) / 1e6;
    }

    private static DriftAssessment assess(SegmentProfile reference, SegmentProfile current) {
        return DriftAssessment.assess(reference.featureProfile(), current.featureProfile(), DriftPolicy.standard());
    }

    private static void require(DriftAssessment assessment) {
        if (!assessment.drifted().isEmpty()) {
            throw new IllegalStateException("The files are of one law, yet " + assessment.because());
        }
    }

    private static double[] window(Path million, int millions) throws IOException {
        ProfileLayout layout = ParquetProfiles.freeze(List.of(million));
        System.gc();
        double before = cpuSeconds();
        SegmentProfile profile = ParquetProfiles.profile(layout, Collections.nCopies(millions, million));
        double seconds = cpuSeconds() - before;
        double cells = profile.rows() * (double) layout.names().size();
        double heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToDouble(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return new double[] {profile.rows() / 1e6, heap / MEBIBYTE, residentMebibytes(), cells / seconds / 1e6};
    }

    private static double residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("Cannot read the process's memory: there is no line VmHWM"));
    }

    private static double[] merge() {
        SplittableRandom random = new SplittableRandom(4);
        ProfileLayout layout = layoutOfFifty(random);
        List<byte[]> stored = new ArrayList<>();
        for (int index = 0; index < 500; index++) {
            stored.add(ProfileCodec.encode(
                    new ProfileBuilder(layout).add(rows(random, 400)).build()));
        }
        double first = mergeSeconds(layout, stored);
        mergeSeconds(layout, stored);
        double warm = mergeSeconds(layout, stored);
        double bytes =
                stored.stream().mapToInt(profile -> profile.length).average().orElse(0);
        return new double[] {warm, first, bytes};
    }

    private static double mergeSeconds(ProfileLayout layout, List<byte[]> stored) {
        double before = cpuSeconds();
        ProfileCodec codec = new ProfileCodec(layout);
        ProfileBuilder sum = new ProfileBuilder(layout);
        for (int index = 0; index < 10_000; index++) {
            sum.add(codec.decode(stored.get(index % stored.size())));
        }
        if (sum.build().rows() != 4_000_000) {
            throw new IllegalStateException(
                    "10,000 profiles of 400 rows add up to " + sum.build().rows());
        }
        return cpuSeconds() - before;
    }

    private static ProfileLayout layoutOfFifty(SplittableRandom random) {
        ColumnTable rows = rows(random, 10_000);
        TableBins.Builder bins = TableBins.builder();
        rows.columns().forEach((name, column) -> {
            if (column instanceof NumberColumn numbers) {
                bins.numeric(name, numbers.values());
            } else if (column instanceof CategoryColumn words) {
                bins.category(
                        name,
                        IntStream.range(0, words.rows()).mapToObj(words::value).toArray(String[]::new));
            }
        });
        return ProfileLayout.ofFeatures(bins.build());
    }

    private static ColumnTable rows(SplittableRandom random, int count) {
        ColumnTable.Builder table = ColumnTable.builder(count);
        for (int column = 0; column < 40; column++) {
            table.numbers("n" + column, random.doubles(count).toArray());
        }
        for (int column = 0; column < 10; column++) {
            table.categories(
                    "w" + column,
                    random.ints(count, 0, 30)
                            .mapToObj(level -> "level-" + level)
                            .toArray(String[]::new));
        }
        return table.build();
    }

    private static double[] sliding(Path hour, Path folder) throws IOException {
        Files.createDirectories(folder);
        ProfileLayout layout = ParquetProfiles.freeze(List.of(hour));
        new SlidingWindow(layout, hour, Files.createDirectories(folder.resolve("warm-up"))).evaluate(0);
        SlidingWindow window = new SlidingWindow(layout, hour, Files.createDirectories(folder.resolve("measured")));
        double before = cpuSeconds();
        window.evaluate(0);
        double fromNothing = cpuSeconds() - before;
        int readAtFirst = window.read();
        double laterSeconds = 0;
        int mostRead = 0;
        int added = 0;
        for (int hours = 1; hours <= 48; hours++) {
            double start = cpuSeconds();
            int readBefore = window.read();
            added = Math.max(added, window.evaluate(hours));
            mostRead = Math.max(mostRead, window.read() - readBefore);
            laterSeconds += cpuSeconds() - start;
        }
        return new double[] {readAtFirst, fromNothing, mostRead, added, laterSeconds / 48};
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
