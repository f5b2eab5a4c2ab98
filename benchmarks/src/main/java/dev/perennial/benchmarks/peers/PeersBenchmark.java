package dev.perennial.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.benchmarks.peers.Agreement.Result;
import dev.perennial.benchmarks.peers.CpuClock.Spent;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.estimation.Cbpe;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.table.ColumnTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * CPU-seconds of Evidently, NannyML and river beside ours over the same Parquet files. First every number that a peer gives
 * is compared with our form of it; then the times. Each side is warm and has one thread; ours counts compiler and collector.
 * Ends with how many floors hold; the status is 0 only if all do and all numbers agree.
 */
public final class PeersBenchmark {
    private static final int ROWS = 200_000;
    private static final int WARM_UPS = 12;
    private static final int MOST_DELAY = 2000;
    private static final double CELLS_FLOOR = 10e6;
    private static final double EVIDENTLY_FLOOR = 10;
    private static final double NANNYML_FLOOR = 5;
    private static final double ESTIMATES_FLOOR = 1e6;
    private static final int FLOORS = 6;

    private final PrintStream out;
    private final Peer peer;
    private final Work work;
    private final int rows;
    private int held;

    private PeersBenchmark(PrintStream out, Peer peer, Work work, int rows) {
        this.out = out;
        this.peer = peer;
        this.work = work;
        this.rows = rows;
    }

    /** Arguments: the folder to work in, a Python with the peers, their script, and rows a file (200,000 if left out). */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]).resolve("data"));
        int rows = arguments.length > 3 ? Integer.parseInt(arguments[3]) : ROWS;
        Peer peer = new Peer(Path.of(arguments[1]), Path.of(arguments[2]), folder);
        boolean holds = new PeersBenchmark(System.out, peer, new Work(folder), rows).run();
        System.exit(holds ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        peer.makeData(rows);
        ColumnTable reference = work.rows("reference");
        ColumnTable window = work.rows("window");
        int columns = window.columns().size();
        out.printf(Locale.ROOT, "%,d rows of %d columns a file, one thread a side%n", rows, columns);
        JsonNode evidently = peer.measure("evidently");
        JsonNode nannyml = peer.measure("nannyml");
        JsonNode cbpe = peer.measure("cbpe");
        JsonNode river = peer.measure("river");
        Cbpe fitted = work.fitted();
        double[] errors = work.errors();
        boolean agrees = agrees("Evidently, drift", evidently, Agreement.evidently(reference, window));
        agrees &= agrees("NannyML, Jensen-Shannon", nannyml, Agreement.nannyml(reference, window));
        agrees &= agrees("NannyML, CBPE", cbpe, work.estimates(fitted));
        for (var detector : detectors().entrySet()) {
            agrees &= detects(detector.getKey(), river, Work.delay(detector.getValue(), errors));
        }
        if (!agrees) {
            out.println("numbers differ: times are not compared");
            out.printf("floors: 0 of %d hold%n", FLOORS);
            return false;
        }
        drift(columns, evidently, nannyml);
        estimates(cbpe, fitted);
        streams(river, errors);
        out.printf("floors: %d of %d hold%n", held, FLOORS);
        return held == FLOORS;
    }

    private boolean agrees(String what, JsonNode theirs, Map<String, Double> ours) {
        Result result = Agreement.compare(theirs.required("numbers"), ours);
        out.printf(
                Locale.ROOT,
                "agreement: %-24s %4d numbers, largest difference %.1e %s%n",
                what,
                result.numbers(),
                result.largest(),
                result.holds() ? "holds" : "BROKEN");
        return result.holds();
    }

    /* Detectors differ in details between peers; what must agree is that the change is seen, and soon. */
    private boolean detects(String name, JsonNode river, int ours) {
        int theirs = river.required("numbers").required(name).asInt();
        boolean holds = theirs >= 0 && theirs <= MOST_DELAY && ours >= 0 && ours <= MOST_DELAY;
        out.printf(
                "agreement: river, %-17s change seen after %d values, ours after %d %s%n",
                name, theirs, ours, holds ? "holds" : "BROKEN");
        return holds;
    }

    private void drift(int columns, JsonNode evidently, JsonNode nannyml) {
        double cells = (double) rows * columns;
        ProfileLayout layout = work.freeze();
        SegmentProfile stored = work.reference(layout);
        Spent whole = CpuClock.measure(WARM_UPS, work::wholeReport);
        Spent known = CpuClock.measure(WARM_UPS, () -> work.report(layout, stored));
        double theirs = evidently.required("seconds").asDouble();
        double calculated = nannyml.required("seconds").asDouble();
        double fit = nannyml.required("fit_seconds").asDouble();
        out.printf("%n%-46s %10s %14s %9s%n", "drift report from Parquet", "CPU-s", "M cells/CPU-s", "ratio");
        line("both files: Evidently", theirs, 2 * cells, theirs / whole.median());
        line(
                "both files: NannyML, fit and calculate",
                fit + calculated,
                2 * cells,
                (fit + calculated) / whole.median());
        line("both files: ours, bins frozen anew", whole.median(), 2 * cells, 1);
        line("window: NannyML, fitted before", calculated, cells, calculated / known.median());
        line("window: ours, reference profiled before", known.median(), cells, 1);
        out.printf(Locale.ROOT, "(ours, the first time in a new process: both files %.2f s)%n", whole.first());
        floor("million cells per CPU-second, both files", 2 * cells / whole.median() / 1e6, CELLS_FLOOR / 1e6);
        floor("million cells per CPU-second, window", cells / known.median() / 1e6, CELLS_FLOOR / 1e6);
        floor("times Evidently, both files", theirs / whole.median(), EVIDENTLY_FLOOR);
        floor("times NannyML, both files", (fit + calculated) / whole.median(), NANNYML_FLOOR);
        floor("times NannyML, window", calculated / known.median(), NANNYML_FLOOR);
    }

    private void estimates(JsonNode cbpe, Cbpe fitted) {
        Spent ours = CpuClock.measure(WARM_UPS, () -> work.estimates(fitted));
        double theirs = cbpe.required("seconds").asDouble();
        out.printf("%n%-46s %10s %14s %9s%n", "CBPE of all chunks from Parquet", "CPU-s", "M rows/CPU-s", "ratio");
        line("NannyML, six metrics", theirs, rows, theirs / ours.median());
        line("ours, eleven metrics", ours.median(), rows, 1);
        floor("million rows of CBPE per CPU-second", rows / ours.median() / 1e6, ESTIMATES_FLOOR / 1e6);
    }

    private void streams(JsonNode river, double[] errors) {
        out.printf(
                "%n%-46s %10s %14s %9s%n", "detectors over a stream of errors", "ns/value", "M values/CPU-s", "ratio");
        for (var detector : detectors().entrySet()) {
            Spent ours = CpuClock.measure(WARM_UPS, () -> Work.delay(detector.getValue(), errors));
            double theirs =
                    river.required("seconds").required(detector.getKey()).asDouble();
            double mine = ours.median() / errors.length;
            out.printf(
                    Locale.ROOT,
                    "%-46s %10.0f %14.2f %9.1f%n",
                    detector.getKey() + ": river",
                    theirs * 1e9,
                    1e-6 / theirs,
                    theirs / mine);
            out.printf(
                    Locale.ROOT,
                    "%-46s %10.0f %14.2f %9.1f%n",
                    detector.getKey() + ": ours",
                    mine * 1e9,
                    1e-6 / mine,
                    1.0);
        }
    }

    private static Map<String, DetectorSettings> detectors() {
        Map<String, DetectorSettings> detectors = new LinkedHashMap<>();
        detectors.put("adwin", DetectorSettings.Adwin.standard());
        detectors.put("page-hinkley", DetectorSettings.PageHinkley.standard());
        return detectors;
    }

    private void line(String what, double seconds, double items, double ratio) {
        out.printf(Locale.ROOT, "%-46s %10.3f %14.2f %9.1f%n", what, seconds, items / seconds / 1e6, ratio);
    }

    private void floor(String what, double value, double floor) {
        boolean holds = value >= floor;
        held += holds ? 1 : 0;
        out.printf(Locale.ROOT, "floor: %s at least %.0f: %.2f %s%n", what, floor, value, holds ? "holds" : "BROKEN");
    }
}
