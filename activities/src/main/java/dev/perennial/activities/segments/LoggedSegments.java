package dev.perennial.activities.segments;

import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.scoring.CompiledModel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Profiles of the segments that gateways log, over the reference of one version: features, and the version's own answer to
 * every row. Rows that another version answered are answered anew, unless the version scored them in its shadow. Immutable
 * and safe for use by several threads.
 */
public final class LoggedSegments {
    /** Who may have answered, in the order of a layout's arms. */
    public static final List<String> ARMS = List.of("champion", "canary", "fallback", "pinned");

    /** Who answered where another server does. */
    public static final List<String> ELSEWHERE = List.of("external");

    /** The column of a layout that counts which of several classes was answered; no feature is called so. */
    public static final String ANSWER = "_answer";

    private static final int NO_VERSION = 0;

    private final ProfileLayout layout;
    private final SegmentAnswers answers;

    /** Profiles over the layout, which has {@link #ARMS}, of the version with this number, which says how probable a yes is. */
    public LoggedSegments(ProfileLayout layout, int version, CompiledModel model) {
        this(layout, new LoggedScores(layout.arms(), version, Optional.of(model)));
    }

    private LoggedSegments(ProfileLayout layout, SegmentAnswers answers) {
        this.layout = layout;
        this.answers = answers;
    }

    /**
     * Profiles of what a version answers that says a value, which is the layout's score, or one of several classes, for which
     * the layout has the column {@link #ANSWER}.
     */
    public static LoggedSegments anew(ProfileLayout layout, CompiledModel model) {
        return new LoggedSegments(layout, new AnswersAnew(model, layout.names().indexOf(ANSWER)));
    }

    /** Profiles over the layout, which has {@link #ELSEWHERE}, of what another server answered. */
    public static LoggedSegments answered(ProfileLayout layout) {
        return new LoggedSegments(layout, new LoggedScores(layout.arms(), NO_VERSION, Optional.empty()));
    }

    /** What is counted. */
    public ProfileLayout layout() {
        return layout;
    }

    /** The profile of a local segment's rows with event times in [from, to) microseconds. */
    public SegmentProfile profile(Path segment, long from, long to) {
        ProfileBuilder builder = new ProfileBuilder(layout);
        FeatureFeed features = new FeatureFeed(layout, builder);
        try (ParquetFile file = ParquetFile.open(segment)) {
            for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                RowMask mask = within(file, rowGroup, from, to);
                if (mask.count() > 0) {
                    features.feed(file, rowGroup, mask);
                    answers.count(file, rowGroup, mask, builder);
                }
            }
        }
        return builder.build();
    }

    private static RowMask within(ParquetFile file, int rowGroup, long from, long to) {
        double[] times = SegmentColumns.numbers(file, rowGroup, "_event_time");
        BitSet kept = new BitSet(times.length);
        for (int row = 0; row < times.length; row++) {
            kept.set(row, times[row] >= from && times[row] < to);
        }
        return new RowMask(kept, times.length);
    }
}
