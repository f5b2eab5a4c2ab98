package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of the segments that gateways log, over the reference of one version: features, the version's own score of
 * every row, and the answers by arm. Rows that another version answered are scored anew, unless the version scored them
 * in its shadow. Immutable and safe for use by several threads.
 */
public final class LoggedSegments {
    /** Who may have answered, in the order of a layout's arms. */
    public static final List<String> ARMS = List.of("champion", "canary", "fallback", "pinned");

    /** Who answered where another server does. */
    public static final List<String> ELSEWHERE = List.of("external");

    private static final int NO_VERSION = 0;

    private final ProfileLayout layout;
    private final int version;
    private final Optional<CompiledModel> model;

    /** Profiles over the layout, which has {@link #ARMS}, of the version with this number. */
    public LoggedSegments(ProfileLayout layout, int version, CompiledModel model) {
        this(layout, version, Optional.of(model));
    }

    private LoggedSegments(ProfileLayout layout, int version, Optional<CompiledModel> model) {
        this.layout = layout;
        this.version = version;
        this.model = model;
    }

    /** Profiles over the layout, which has {@link #ELSEWHERE}, of what another server answered. */
    public static LoggedSegments answered(ProfileLayout layout) {
        return new LoggedSegments(layout, NO_VERSION, Optional.empty());
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
                    answers(file, rowGroup, mask, builder);
                }
            }
        }
        return builder.build();
    }

    private static RowMask within(ParquetFile file, int rowGroup, long from, long to) {
        double[] times = numbers(file, rowGroup, "_event_time");
        BitSet kept = new BitSet(times.length);
        for (int row = 0; row < times.length; row++) {
            kept.set(row, times[row] >= from && times[row] < to);
        }
        return new RowMask(kept, times.length);
    }

    private void answers(ParquetFile file, int rowGroup, RowMask mask, ProfileBuilder builder) {
        double[] answered = numbers(file, rowGroup, "_score");
        double[] versions = numbers(file, rowGroup, "_version");
        double[] pairedVersions = numbers(file, rowGroup, "_paired_version");
        double[] pairedScores = numbers(file, rowGroup, "_paired_score");
        @Nullable String[] arms = words(file, rowGroup, "_arm");
        double[] own = new double[answered.length];
        BitSet unknown = new BitSet(answered.length);
        for (int row = 0; row < own.length; row++) {
            own[row] = model.isEmpty() || versions[row] == version
                    ? answered[row]
                    : pairedVersions[row] == version ? pairedScores[row] : Double.NaN;
            unknown.set(row, mask.keeps(row) && Double.isNaN(own[row]));
        }
        if (!unknown.isEmpty()) {
            model.ifPresent(
                    known -> score(known, file, rowGroup, unknown.stream().toArray(), own));
        }
        int kept = 0;
        for (int row = 0; row < own.length; row++) {
            if (mask.keeps(row)) {
                own[kept++] = own[row];
                String word = arms[row];
                int arm = word == null ? -1 : layout.arms().indexOf(word.toLowerCase(Locale.ROOT));
                if (arm >= 0) {
                    builder.answer(arm, answered[row], Double.NaN);
                }
            }
        }
        builder.scores(own, 0, kept);
    }

    /* An infinite value, which no gateway logs, is scored as a missing one rather than not at all. */
    private static void score(CompiledModel model, ParquetFile file, int rowGroup, int[] rows, double[] into) {
        FeatureSchema schema = model.schema();
        Object[] columns = IntStream.range(0, schema.size())
                .mapToObj(column -> {
                    String name = schema.feature(column).name();
                    if (!schema.holdsNumbers(column)) {
                        return (Object) words(file, rowGroup, name);
                    }
                    double[] values = numbers(file, rowGroup, name);
                    for (int row = 0; row < values.length; row++) {
                        values[row] = Double.isFinite(values[row]) ? values[row] : Double.NaN;
                    }
                    return values;
                })
                .toArray();
        double[] scores = model.scoreAll(FeatureTable.of(schema, columns).select(rows));
        for (int index = 0; index < rows.length; index++) {
            into[rows[index]] = scores[index];
        }
    }

    /* NaN in every row where the file has no such column. */
    private static double[] numbers(ParquetFile file, int rowGroup, String name) {
        RowArrays.Numbers rows = new RowArrays.Numbers(file.rows(rowGroup));
        Optional<ParquetColumn> column = file.column(name);
        if (column.isPresent() && column.get().holds() == Holds.TEXT) {
            file.words(rowGroup, column.get(), rows.parsed());
        } else {
            column.ifPresent(present -> file.numbers(rowGroup, present, rows));
        }
        return rows.values();
    }

    private static @Nullable String[] words(ParquetFile file, int rowGroup, String name) {
        RowArrays.Texts rows = new RowArrays.Texts(file.rows(rowGroup));
        Optional<ParquetColumn> column = file.column(name);
        if (column.isPresent() && column.get().holds() != Holds.TEXT) {
            file.numbers(rowGroup, column.get(), rows.written(column.get()));
        } else {
            column.ifPresent(present -> file.words(rowGroup, present, rows));
        }
        return rows.values();
    }
}
