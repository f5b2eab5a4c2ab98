package dev.perennial.activities.reference;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.Digest;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.util.Optional;

/**
 * The rows that a version was proven on, which it had not seen, with its scores and their labels: what statistics over
 * single rows compare a window with. Arrays are not copied out: whoever reads them leaves them as they are. Safe for
 * concurrent reading.
 */
public final class ReferenceRows {
    private final long[] eventTimes;
    private final ScoredRows scored;
    private final ColumnTable table;

    private ReferenceRows(long[] eventTimes, FeatureTable features, ScoredRows scored) {
        this.eventTimes = eventTimes;
        this.scored = scored;
        this.table = table(features);
    }

    /**
     * Reads the held-out rows of a reference and scores them, or reads what another server said of them; empty where they are
     * not stored any more.
     */
    public static Optional<ReferenceRows> heldOut(Workbench workbench, Reference.Rows stored, VersionScores version) {
        return version.model()
                .map(model -> read(workbench, stored.heldOut(), version.schema())
                        .map(rows -> of(rows, rows.features(), model.scoreAll(rows.features()))))
                .orElseGet(() -> read(workbench, stored.heldOut(), AnsweredRows.schema(version.schema()))
                        .map(rows ->
                                of(rows, AnsweredRows.features(rows, version.schema()), AnsweredRows.answers(rows))));
    }

    private static ReferenceRows of(TrainingRows rows, FeatureTable features, double[] scores) {
        boolean[] labels = new boolean[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.labels()[row] == 1;
        }
        return new ReferenceRows(
                rows.eventTimes(), features, new ScoredRows(scores, labels, DayBlocks.of(rows.eventTimes())));
    }

    private static Optional<TrainingRows> read(Workbench workbench, Digest blob, FeatureSchema schema) {
        try (Scratch scratch = workbench.spool().scratch(".parquet")) {
            return workbench.registry().blob(blob, scratch.file())
                    ? Optional.of(workbench.extract().read(scratch.file(), schema))
                    : Optional.empty();
        }
    }

    /** The features by column. */
    public ColumnTable table() {
        return table;
    }

    /** Scores, labels and days. */
    public ScoredRows scored() {
        return scored;
    }

    /** Event times in microseconds since the epoch, ascending. */
    public long[] eventTimes() {
        return eventTimes;
    }

    /** Features as the row-wise statistics read them. */
    public static ColumnTable table(FeatureTable features) {
        FeatureSchema schema = features.schema();
        ColumnTable.Builder table = ColumnTable.builder(features.rows());
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            if (schema.holdsNumbers(column)) {
                table.numbers(name, features.numbers(column));
            } else {
                table.categories(name, features.categories(column));
            }
        }
        return table.build();
    }
}
