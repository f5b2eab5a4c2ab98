package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;
import java.time.Instant;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rows of features with what became of them: the label, and the event time of the prediction in milliseconds since the
 * epoch. Rows may stand in any order. The arrays are not copied in: the table owns them. Safe for concurrent reading.
 */
public final class LabelledTable {

    private final FeatureTable features;
    private final boolean[] labels;
    private final long[] eventTimeMillis;

    public LabelledTable(FeatureTable features, boolean[] labels, long[] eventTimeMillis) {
        if (features.rows() != labels.length || features.rows() != eventTimeMillis.length) {
            throw new IllegalArgumentException("Invalid labelled table: " + features.rows() + " rows, " + labels.length
                    + " labels, " + eventTimeMillis.length + " event times");
        }
        this.features = features;
        this.labels = labels;
        this.eventTimeMillis = eventTimeMillis;
    }

    /** Two parts of a table on either side of an instant. */
    public record Split(LabelledTable earlier, LabelledTable later) {}

    public FeatureTable features() {
        return features;
    }

    public int rows() {
        return labels.length;
    }

    public boolean label(int row) {
        return labels[row];
    }

    public boolean[] labels() {
        return labels.clone();
    }

    public long eventTimeMillis(int row) {
        return eventTimeMillis[row];
    }

    /** How many labels are positive. */
    public int positives() {
        int positives = 0;
        for (boolean label : labels) {
            positives += label ? 1 : 0;
        }
        return positives;
    }

    /** A new table of the named rows in the given order. */
    public LabelledTable select(int[] selection) {
        boolean[] selectedLabels = new boolean[selection.length];
        long[] selectedTimes = new long[selection.length];
        for (int row = 0; row < selection.length; row++) {
            selectedLabels[row] = labels[selection[row]];
            selectedTimes[row] = eventTimeMillis[selection[row]];
        }
        return new LabelledTable(features.select(selection), selectedLabels, selectedTimes);
    }

    /** The rows from {@code from}, included, to {@code to}, excluded. */
    public LabelledTable between(Instant from, Instant to) {
        long first = from.toEpochMilli();
        long end = to.toEpochMilli();
        return where(row -> eventTimeMillis[row] >= first && eventTimeMillis[row] < end);
    }

    /** The rows before the instant, and those at or after it. */
    public Split splitAt(Instant instant) {
        long boundary = instant.toEpochMilli();
        return new Split(where(row -> eventTimeMillis[row] < boundary), where(row -> eventTimeMillis[row] >= boundary));
    }

    private LabelledTable where(IntPredicate wanted) {
        return select(IntStream.range(0, rows()).filter(wanted).toArray());
    }
}
