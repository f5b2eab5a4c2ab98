package dev.perennial.activities.data;

import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logged predictions of a window with their labels, by column, ordered by event time and id; each prediction is there
 * once. Arrays are not copied out: whoever reads them leaves them as they are. Safe for concurrent reading.
 */
public final class LoggedRows {
    private final String[] ids;
    private final long[] eventTimes;
    private final int[] versions;
    private final Arm[] arms;
    private final double[] scores;
    private final int[] pairedVersions;
    private final double[] pairedScores;
    private final long[] latencies;
    private final boolean[] failed;
    private final @Nullable String[] entities;
    private final Outputs outputs;
    private final LoggedProbabilities probabilities;
    private final double[] labels;
    private final int foreignLabels;
    private final FeatureTable features;

    LoggedRows(
            String[] ids,
            long[] eventTimes,
            int[] versions,
            Arm[] arms,
            double[] scores,
            int[] pairedVersions,
            double[] pairedScores,
            long[] latencies,
            boolean[] failed,
            @Nullable String[] entities,
            Outputs outputs,
            double[] labels,
            LoggedProbabilities probabilities,
            FeatureTable features) {
        this.ids = ids;
        this.eventTimes = eventTimes;
        this.versions = versions;
        this.arms = arms;
        this.scores = scores;
        this.pairedVersions = pairedVersions;
        this.pairedScores = pairedScores;
        this.latencies = latencies;
        this.failed = failed;
        this.entities = entities;
        this.outputs = outputs;
        this.probabilities = probabilities;
        this.labels = Arrays.stream(labels)
                .map(label -> LabelNumber.isOne(label, outputs) ? label : Double.NaN)
                .toArray();
        this.foreignLabels = (int) Arrays.stream(labels)
                .filter(label -> !Double.isNaN(label) && !LabelNumber.isOne(label, outputs))
                .count();
        this.features = features;
    }

    /** How many predictions there are. */
    public int size() {
        return ids.length;
    }

    /** Prediction ids. */
    public String[] ids() {
        return ids;
    }

    /** Event times in microseconds since the epoch, ascending. */
    public long[] eventTimes() {
        return eventTimes;
    }

    /** The version that answered; 0 where none did. */
    public int[] versions() {
        return versions;
    }

    /** Who answered. */
    public Arm[] arms() {
        return arms;
    }

    /** The answer, of several classes the probability of the one answered; NaN where there was none. */
    public double[] scores() {
        return scores;
    }

    /** The other version that scored the same row; 0 where there was none. */
    public int[] pairedVersions() {
        return pairedVersions;
    }

    /** The same of the other version; NaN where there was none. */
    public double[] pairedScores() {
        return pairedScores;
    }

    /** How long the answer took, in microseconds. */
    public long[] latencies() {
        return latencies;
    }

    /** Whether the request ended in an error. */
    public boolean[] failed() {
        return failed;
    }

    /** The entity the request named; null where it named none. */
    public @Nullable String[] entities() {
        return entities;
    }

    /** How many labels are none of the declared kind, such as neither positive nor negative; such a row has no label. */
    public int foreignLabels() {
        return foreignLabels;
    }

    /** What was said of each class, of a model that has several. */
    public LoggedProbabilities probabilities() {
        return probabilities;
    }

    /** What the model answers with. */
    public Outputs outputs() {
        return outputs;
    }

    /**
     * 1 for a positive label and 0 for a negative one; of several classes the place of the class among those of
     * {@link #outputs()}; or the quantity. NaN while there is none.
     */
    public double[] labels() {
        return labels;
    }

    /** The features as they were sent. */
    public FeatureTable features() {
        return features;
    }

    /** Whether the row has a label. */
    public boolean labelled(int row) {
        return !Double.isNaN(labels[row]);
    }

    /** How many rows have a label. */
    public int labelledCount() {
        return (int) Arrays.stream(labels).filter(label -> !Double.isNaN(label)).count();
    }

    /** Who answered a request. */
    public enum Arm {
        /** The champion. */
        CHAMPION,
        /** The version under rollout. */
        CANARY,
        /** The declared fallback, because no model could. */
        FALLBACK,
        /** The version that the caller asked for by number. */
        PINNED,
        /** A model of another server, which told this one. */
        EXTERNAL;

        private static final List<Arm> ALL = List.of(values());

        static Arm ofWord(@Nullable String word) {
            return ALL.stream()
                    .filter(arm -> arm.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new InvalidTableException("Invalid arm in the prediction log: '" + word
                            + "', expected champion, canary, fallback, pinned or external"));
        }
    }
}
