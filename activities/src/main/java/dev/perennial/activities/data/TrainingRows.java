package dev.perennial.activities.data;

import dev.perennial.activities.training.TrainingTable;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Labelled rows by column, ordered by event time and id. Arrays are not copied out: whoever reads them leaves them as they
 * are. Safe for concurrent reading.
 */
public final class TrainingRows {
    private final String[] ids;
    private final long[] eventTimes;
    private final Outputs outputs;
    private final double[] labels;
    private final FeatureTable features;

    TrainingRows(String[] ids, long[] eventTimes, Outputs outputs, double[] labels, FeatureTable features) {
        this.ids = ids;
        this.eventTimes = eventTimes;
        this.outputs = outputs;
        this.labels = labels;
        this.features = features;
    }

    /** Logged rows with these columns in place of their features, which are as many rows as are selected. */
    public static TrainingRows of(LoggedRows rows, int[] selection, FeatureTable columns) {
        String[] ids = new String[selection.length];
        long[] times = new long[selection.length];
        double[] labels = new double[selection.length];
        for (int at = 0; at < selection.length; at++) {
            ids[at] = rows.ids()[selection[at]];
            times[at] = rows.eventTimes()[selection[at]];
            labels[at] = rows.labels()[selection[at]];
        }
        return new TrainingRows(ids, times, rows.outputs(), labels, columns);
    }

    /** How many rows there are. */
    public int size() {
        return ids.length;
    }

    /** Prediction ids, or the table and row number of an imported row. */
    public String[] ids() {
        return ids;
    }

    /** Event times in microseconds since the epoch, ascending. */
    public long[] eventTimes() {
        return eventTimes;
    }

    /** What a model of these rows answers with. */
    public Outputs outputs() {
        return outputs;
    }

    /**
     * 1 for a positive label and 0 for a negative one; of several classes the place of the class among those of
     * {@link #outputs()}; or the quantity.
     */
    public double[] labels() {
        return labels;
    }

    /** The features. */
    public FeatureTable features() {
        return features;
    }

    /** The same rows as the trainers take them. */
    public TrainingTable training() {
        return new TrainingTable(features, outputs, labels.clone(), millis());
    }

    private long[] millis() {
        return LongStream.of(eventTimes)
                .map(micros -> Math.floorDiv(micros, 1000L))
                .toArray();
    }

    /** The identity of the rows: equal for equal rows in any order, on any machine. */
    public Digest digest() {
        return RowDigest.of(ids, eventTimes, labels, features);
    }

    /** The last {@code most} rows in event time. */
    public TrainingRows newest(int most) {
        if (size() <= most) {
            return this;
        }
        return select(IntStream.range(size() - most, size()).toArray());
    }

    /** The rows whose event time lies in the window. */
    public TrainingRows within(TimeWindow window) {
        long from = EpochMicros.of(window.from());
        long to = EpochMicros.of(window.to());
        return select(IntStream.range(0, size())
                .filter(row -> eventTimes[row] >= from && eventTimes[row] < to)
                .toArray());
    }

    private TrainingRows select(int[] rows) {
        String[] someIds = new String[rows.length];
        long[] someTimes = new long[rows.length];
        double[] someLabels = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            someIds[row] = ids[rows[row]];
            someTimes[row] = eventTimes[rows[row]];
            someLabels[row] = labels[rows[row]];
        }
        return new TrainingRows(someIds, someTimes, outputs, someLabels, features.select(rows));
    }
}
