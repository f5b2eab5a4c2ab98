package dev.perennial.activities.segments;

import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableBins;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Profiles of Parquet files, whoever wrote them. A drift report of one file against another is
 *
 * <pre>{@code
 * ProfileLayout layout = ParquetProfiles.freeze(List.of(referenceFile));
 * SegmentProfile reference = ParquetProfiles.profile(layout, List.of(referenceFile));
 * SegmentProfile window = ParquetProfiles.profile(layout, List.of(windowFile));
 * DriftAssessment.assess(reference.featureProfile(), window.featureProfile(), DriftPolicy.standard());
 * }</pre>
 *
 * <p>Files are read by one thread, one column of one row group at a time, so that the heap holds one page beside the
 * counts; freezing holds one whole column. {@link ParquetFile} says which files can be read.
 */
public final class ParquetProfiles {
    private ParquetProfiles() {}

    /** Freezes the bins of every flat column: numbers and times in bins of equal depth, texts and booleans by category. */
    public static ProfileLayout freeze(Collection<Path> reference) {
        TreeMap<String, ParquetColumn> columns = new TreeMap<>();
        for (Path path : reference) {
            try (ParquetFile file = ParquetFile.open(path)) {
                file.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
            }
        }
        TableBins.Builder bins = TableBins.builder();
        columns.forEach((name, column) -> {
            switch (column.holds()) {
                case TEXT, BOOLEAN ->
                    bins.add(name, CategoryBins.of(categories(reference, name), CategoryBins.DEFAULT_MAX_CATEGORIES));
                case DOUBLE, FLOAT, INT, UNSIGNED_INT, LONG, MILLIS, MICROS, NANOS ->
                    bins.add(name, NumericBins.of(numbers(reference, name)));
            }
        });
        return ProfileLayout.ofFeatures(bins.build());
    }

    /** The profile of all rows of the files, over the frozen bins; columns that the layout has not are not read. */
    public static SegmentProfile profile(ProfileLayout layout, Collection<Path> files) {
        ProfileBuilder builder = new ProfileBuilder(layout);
        FeatureFeed feed = new FeatureFeed(layout, builder);
        for (Path path : files) {
            try (ParquetFile file = ParquetFile.open(path)) {
                for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                    feed.feed(file, rowGroup, RowMask.all(file.rows(rowGroup)));
                }
            }
        }
        return builder.build();
    }

    private static double[] numbers(Collection<Path> files, String name) {
        Collected collected = new Collected();
        for (Path path : files) {
            try (ParquetFile file = ParquetFile.open(path)) {
                file.column(name).filter(column -> column.holds().bytes() > 0).ifPresent(column -> {
                    for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                        file.numbers(rowGroup, column, collected);
                    }
                });
            }
        }
        return collected.toArray();
    }

    private static Map<String, Long> categories(Collection<Path> files, String name) {
        Map<String, Long> counts = new TreeMap<>();
        for (Path path : files) {
            try (ParquetFile file = ParquetFile.open(path)) {
                file.column(name).ifPresent(column -> {
                    for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                        CategoryCounting.count(file, rowGroup, column, counts);
                    }
                });
            }
        }
        return counts;
    }

    /** All finite values of a column, in any order. */
    private static final class Collected implements NumberSink {
        private double[] values = new double[1024];
        private int size;

        @Override
        public Order order() {
            return Order.BY_ROW;
        }

        @Override
        public void values(double[] batch, int rows) {
            if (size + rows > values.length) {
                values = Arrays.copyOf(values, Math.max(size + rows, 2 * values.length));
            }
            System.arraycopy(batch, 0, values, size, rows);
            size += rows;
        }

        @Override
        public void repeated(double value, long times) {
            for (long left = times; left > 0; left--) {
                values(new double[] {value}, 1);
            }
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
