package dev.perennial.benchmarks.peers;

import dev.perennial.activities.segments.ParquetProfiles;
import dev.perennial.activities.segments.ParquetRows;
import dev.perennial.monitoring.detector.DetectionState;
import dev.perennial.monitoring.detector.Detector;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.estimation.Cbpe;
import dev.perennial.monitoring.estimation.CellValues;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ours does of the measured work, from Parquet files to results. */
final class Work {
    static final int NEVER = -1;
    private static final int CHUNK = 5000;

    private final Path folder;

    Work(Path folder) {
        this.folder = folder;
    }

    ColumnTable rows(String name) {
        return ParquetRows.read(file(name));
    }

    /** The whole report of one file against another, the reference read, frozen and profiled as well. */
    DriftAssessment wholeReport() {
        ProfileLayout layout = ParquetProfiles.freeze(List.of(file("reference")));
        return report(layout, ParquetProfiles.profile(layout, List.of(file("reference"))));
    }

    ProfileLayout freeze() {
        return ParquetProfiles.freeze(List.of(file("reference")));
    }

    SegmentProfile reference(ProfileLayout layout) {
        return ParquetProfiles.profile(layout, List.of(file("reference")));
    }

    /** The report of a window against a stored profile of the reference. */
    DriftAssessment report(ProfileLayout layout, SegmentProfile reference) {
        SegmentProfile window = ParquetProfiles.profile(layout, List.of(file("window")));
        return DriftAssessment.assess(reference.featureProfile(), window.featureProfile(), DriftPolicy.standard());
    }

    /** The numbers that Evidently's drift preset gives. */
    Map<String, Double> asEvidently() {
        return Agreement.evidently(rows("reference"), rows("window"));
    }

    /** The numbers that NannyML's univariate drift gives by default. */
    Map<String, Double> asNannyml() {
        return Agreement.nannyml(rows("reference"), rows("window"));
    }

    Cbpe fitted() {
        Scores scores = scores("reference");
        boolean[] labels = flags(numbers(ParquetRows.read(file("reference_scores")), "label"));
        return Cbpe.fit(scores.probabilities, scores.decisions, labels, CHUNK, CellValues.none());
    }

    /** All metrics of all chunks, by NannyML's name and the number of the chunk. */
    Map<String, Double> estimates(Cbpe cbpe) {
        Scores scores = scores("window");
        Map<String, Double> numbers = new TreeMap<>();
        for (int from = 0; from < scores.decisions.length; from += CHUNK) {
            int to = Math.min(scores.decisions.length, from + CHUNK);
            int chunk = from / CHUNK;
            cbpe.estimate(
                            Arrays.copyOfRange(scores.probabilities, from, to),
                            Arrays.copyOfRange(scores.decisions, from, to))
                    .forEach((metric, value) -> numbers.put(metric.label() + " " + chunk, value.value()));
        }
        return numbers;
    }

    double[] errors() {
        return numbers(ParquetRows.read(file("window_errors")), "error");
    }

    /** What a detector says of a stream that changes in its middle. */
    static Alarms alarms(DetectorSettings settings, double[] errors) {
        Detector detector = settings.start();
        int change = errors.length / 2;
        int before = 0;
        int delay = NEVER;
        for (int index = 0; index < errors.length; index++) {
            if (detector.add(errors[index]) == DetectionState.DRIFT) {
                if (index < change) {
                    before++;
                } else if (delay == NEVER) {
                    delay = index - change;
                }
            }
        }
        return new Alarms(before, delay);
    }

    /**
     * Alarms of one detector.
     *
     * @param before alarms before the change
     * @param delay values from the change to the first alarm after it, {@link #NEVER} if there is none
     */
    record Alarms(int before, int delay) {}

    private Scores scores(String name) {
        ColumnTable table = ParquetRows.read(file(name + "_scores"), List.of("score", "decision"));
        return new Scores(numbers(table, "score"), flags(numbers(table, "decision")));
    }

    private static double[] numbers(ColumnTable table, String name) {
        return table.column(name)
                .filter(NumberColumn.class::isInstance)
                .map(column -> ((NumberColumn) column).values())
                .orElseThrow(() -> new IllegalArgumentException("Invalid file: it has no numbers named " + name));
    }

    private static boolean[] flags(double[] values) {
        boolean[] flags = new boolean[values.length];
        for (int row = 0; row < flags.length; row++) {
            flags[row] = values[row] == 1;
        }
        return flags;
    }

    private Path file(String name) {
        return folder.resolve(name + ".parquet");
    }

    private static final class Scores {
        private final double[] probabilities;
        private final boolean[] decisions;

        private Scores(double[] probabilities, boolean[] decisions) {
            this.probabilities = probabilities;
            this.decisions = decisions;
        }
    }
}
