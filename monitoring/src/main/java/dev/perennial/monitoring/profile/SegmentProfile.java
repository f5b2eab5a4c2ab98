package dev.perennial.monitoring.profile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that is counted of one sealed segment, or of the sum of many, over a layout frozen with the reference.
 *
 * <p>Adding profiles is adding integers (ranges by the smaller and larger end, unseen categories by the smallest hashes),
 * so parts added in any order, grouping or number of threads give an equal profile and, by {@link ProfileCodec}, equal
 * bytes. Immutable, and made by {@link ProfileBuilder}.
 */
public final class SegmentProfile {
    private final ProfileLayout layout;
    private final long rows;
    private final Map<String, ColumnCounts> features;
    private final NumberCounts scores;
    private final List<AnswerCounts> answers;
    private final List<OutcomeSums> slices;

    SegmentProfile(
            ProfileLayout layout,
            long rows,
            Map<String, ColumnCounts> features,
            NumberCounts scores,
            List<AnswerCounts> answers,
            List<OutcomeSums> slices) {
        this.layout = layout;
        this.rows = rows;
        this.features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
        this.scores = scores;
        this.answers = List.copyOf(answers);
        this.slices = List.copyOf(slices);
    }

    /** The sum of profiles of this layout; that of none has no rows. */
    public static SegmentProfile sum(ProfileLayout layout, Collection<SegmentProfile> parts) {
        ProfileBuilder builder = new ProfileBuilder(layout);
        parts.forEach(builder::add);
        return builder.build();
    }

    /** What is counted. */
    public ProfileLayout layout() {
        return layout;
    }

    /** The number of rows; each feature has as many counts. */
    public long rows() {
        return rows;
    }

    /** The counts of every feature of the layout, in its order. */
    public Map<String, ColumnCounts> features() {
        return features;
    }

    /** The counts of a feature; empty where the layout has none of that name. */
    public Optional<ColumnCounts> feature(String name) {
        return Optional.ofNullable(features.get(name));
    }

    /** The model's scores of these rows. */
    public NumberCounts scores() {
        return scores;
    }

    /** What one arm answered; empty where the layout has none of that name. */
    public Optional<AnswerCounts> answers(String arm) {
        int code = layout.arms().indexOf(arm);
        return code < 0 ? Optional.empty() : Optional.of(answers.get(code));
    }

    /** The outcomes in a declared slice; empty where the layout has none of that name. */
    public Optional<OutcomeSums> slice(String name) {
        int code = layout.slices().indexOf(name);
        return code < 0 ? Optional.empty() : Optional.of(slices.get(code));
    }

    /**
     * The features as distances read them: rows of segments that lack a feature are rows without a value. Equal to the
     * profile of all rows read at once.
     */
    public TableProfile featureProfile() {
        TreeMap<String, ColumnProfile> columns = new TreeMap<>();
        features.forEach((name, counts) -> columns.put(name, counts.profile()));
        return new TableProfile(rows, columns);
    }

    /** The model's scores as distances read them. */
    public TableProfile scoreProfile() {
        return new TableProfile(scores.rows(), new TreeMap<>(Map.of(TableProfile.SCORE, scores.profile())));
    }

    List<AnswerCounts> answers() {
        return answers;
    }

    List<OutcomeSums> slices() {
        return slices;
    }

    /** Whether every count of the other is the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentProfile that
                && rows == that.rows
                && layout.equals(that.layout)
                && Arrays.equals(ProfileCodec.encode(this), ProfileCodec.encode(that));
    }

    @Override
    public int hashCode() {
        return 31 * layout.hashCode() + Long.hashCode(rows);
    }

    @Override
    public String toString() {
        return "SegmentProfile[" + rows + " rows, features " + features.keySet() + "]";
    }
}
