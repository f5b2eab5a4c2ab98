package dev.perennial.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.benchmarks.Floors;
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
    private static final String ANOTHER_RULE = "page-hinkley";
    private static final int FLOORS = 6;

    private final PrintStream out;
    private final Peer peer;
    private final Work work;
    private final int rows;
    private final Floors floors;

    private PeersBenchmark(PrintStream out, Peer peer, Work work, int rows) {
        this.out = out;
        this.peer = peer;
        this.work = work;
        this.rows = rows;
        floors = new Floors(out, FLOORS);
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
            agrees &= detects(detector.getKey(), river, Work.alarms(detector.getValue(), errors));
        }
        if (!agrees) {
            out.println("numbers differ: times are not compared");
            return floors.report();
        }
        drift(columns, evidently, nannyml);
        estimates(cbpe, fitted);
        streams(river, errors);
        return floors.report();
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

    /* River's Page-Hinkley test is another one, from its own minimum and both ways: there only the change must be seen. */
    private boolean detects(String name, JsonNode river, Work.Alarms ours) {
        JsonNode numbers = river.required("numbers");
        Work.Alarms theirs = new Work.Alarms(
                numbers.required(name + " before").asInt(),
                numbers.required(name + " delay").asInt());
        boolean holds = name.equals(ANOTHER_RULE) ? soon(theirs) && soon(ours) : theirs.equals(ours);
        out.printf(
                "agreement: river, %-17s alarms after %d values, %d before the change; ours after %d, %d before %s%n",
                name, theirs.delay(), theirs.before(), ours.delay(), ours.before(), holds ? "holds" : "BROKEN");
        return holds;
    }

    private static boolean soon(Work.Alarms alarms) {
        return alarms.delay() != Work.NEVER && alarms.delay() <= MOST_DELAY;
    }

    private void drift(int columns, JsonNode evidently, JsonNode nannyml) {
        double cells = (double) rows * columns;
        ProfileLayout layout = work.freeze();
        SegmentProfile stored = work.reference(layout);
        Spent whole = CpuClock.measure(WARM_UPS, work::wholeReport);
        Spent known = CpuClock.measure(WARM_UPS, () -> work.report(layout, stored));
        Spent asEvidently = CpuClock.measure(2, work::asEvidently);
        Spent asNannyml = CpuClock.measure(2, work::asNannyml);
        double theirs = evidently.required("seconds").asDouble();
        double calculated = nannyml.required("seconds").asDouble();
        double fitted = nannyml.required("fit_seconds").asDouble() + calculated;
        out.printf("%n%-46s %10s %14s %9s%n", "drift report from Parquet", "CPU-s", "M cells/CPU-s", "ratio");
        line("both files: Evidently", theirs, 2 * cells, theirs / whole.median());
        line("both files: NannyML, fit and calculate", fitted, 2 * cells, fitted / whole.median());
        line("both files: ours, bins frozen anew", whole.median(), 2 * cells, 1);
        line("window: NannyML, fitted before", calculated, cells, calculated / known.median());
        line("window: ours, reference profiled before", known.median(), cells, 1);
        line("both files: ours, Evidently's own numbers", asEvidently.median(), 2 * cells, 1);
        line("both files: Evidently", theirs, 2 * cells, theirs / asEvidently.median());
        line("both files: ours, NannyML's own numbers", asNannyml.median(), 2 * cells, 1);
        line("both files: NannyML, fit and calculate", fitted, 2 * cells, fitted / asNannyml.median());
        out.printf(Locale.ROOT, "(ours, the first time in a new process: both files %.2f s)%n", whole.first());
        floors.atLeast("million cells per CPU-second, both files", 2 * cells / whole.median() / 1e6, 10, 20);
        floors.atLeast("million cells per CPU-second, window", cells / known.median() / 1e6, 10, 20);
        floors.atLeast("times Evidently, both files", theirs / whole.median(), 10, 20);
        floors.atLeast("times NannyML, both files", fitted / whole.median(), 5, 20);
        floors.atLeast("times NannyML, window", calculated / known.median(), 5, 20);
    }

    private void estimates(JsonNode cbpe, Cbpe fitted) {
        Spent ours = CpuClock.measure(WARM_UPS, () -> work.estimates(fitted));
        double theirs = cbpe.required("seconds").asDouble();
        double fit = cbpe.required("fit_seconds").asDouble();
        out.printf("%n%-46s %10s %14s %9s%n", "CBPE of all chunks from Parquet", "CPU-s", "M rows/CPU-s", "ratio");
        line("NannyML, six metrics, fitted before", theirs, rows, theirs / ours.median());
        line("NannyML, fit and estimate", fit + theirs, 2.0 * rows, (fit + theirs) / ours.median());
        line("ours, eleven metrics, fitted before", ours.median(), rows, 1);
        floors.atLeast("million rows of CBPE per CPU-second", rows / ours.median() / 1e6, 1, 2);
    }

    private void streams(JsonNode river, double[] errors) {
        out.printf(
                "%n%-46s %10s %14s %9s%n", "detectors over a stream of errors", "ns/value", "M values/CPU-s", "ratio");
        for (var detector : detectors().entrySet()) {
            Spent ours = CpuClock.measure(WARM_UPS, () -> Work.alarms(detector.getValue(), errors));
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
        detectors.put("ddm", DetectorSettings.Ddm.standard());
        detectors.put("page-hinkley", DetectorSettings.PageHinkley.standard());
        return detectors;
    }

    private void line(String what, double seconds, double items, double ratio) {
        out.printf(Locale.ROOT, "%-46s %10.3f %14.2f %9.1f%n", what, seconds, items / seconds / 1e6, ratio);
    }
}
