package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Feeds the features of a file's row groups to a profile, whatever type they are stored as: texts that are numbers count
 * as numbers, numbers as the categories that they are written as. A layout's column of answers is no feature.
 */
final class FeatureFeed {
    private final ProfileBuilder builder;
    private final List<String> names;

    FeatureFeed(ProfileLayout layout, ProfileBuilder builder) {
        this.builder = builder;
        names = layout.names();
    }

    /** Counts the rows of a row group that the mask keeps. */
    void feed(ParquetFile file, int rowGroup, RowMask mask) {
        builder.rows(mask.count());
        for (int feature = 0; feature < names.size(); feature++) {
            if (names.get(feature).equals(LoggedSegments.ANSWER)) {
                continue;
            }
            Optional<ParquetColumn> column = file.column(names.get(feature));
            if (column.isEmpty()) {
                builder.absent(feature, mask.count());
            } else if (column.get().holds() == Holds.TEXT) {
                file.words(rowGroup, column.get(), new Texts(feature, mask));
            } else {
                file.numbers(rowGroup, column.get(), new Numbers(feature, column.get(), mask));
            }
        }
    }

    /** How a number is written where a category is expected. */
    static String written(double value, ParquetColumn column) {
        if (column.holds() == Holds.BOOLEAN) {
            return value == 0 ? "false" : "true";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p53;
        boolean fractions = column.holds() == Holds.DOUBLE || column.holds() == Holds.FLOAT || column.scale() != 0;
        return whole ? (long) value + (fractions ? ".0" : "") : Double.toString(value);
    }

    /** The decimal number that a text is; NaN where it is none, as one with a type's suffix or in hexadecimal digits. */
    static double parsed(String word) {
        String text = word.strip();
        if (text.isEmpty() || text.length() > 400) {
            return Double.NaN;
        }
        char last = text.charAt(text.length() - 1);
        if (last > '9' || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private final class Numbers implements NumberSink {
        private final int feature;
        private final ParquetColumn column;
        private final RowMask mask;
        private final boolean all;
        private final boolean numeric;
        private int row;

        private Numbers(int feature, ParquetColumn column, RowMask mask) {
            this.feature = feature;
            this.column = column;
            this.mask = mask;
            all = mask.keepsAll();
            numeric = builder.holdsNumbers(feature);
        }

        @Override
        public Order order() {
            return all ? Order.ANY : Order.BY_ROW;
        }

        @Override
        public void values(double[] batch, int rows) {
            int kept = all ? rows : keep(batch, rows);
            row += rows;
            if (numeric) {
                builder.numbers(feature, batch, 0, kept);
                return;
            }
            for (int index = 0; index < kept; index++) {
                repeated(batch[index], 1);
            }
        }

        private int keep(double[] batch, int rows) {
            int kept = 0;
            for (int index = 0; index < rows; index++) {
                batch[kept] = batch[index];
                kept += mask.keeps(row + index) ? 1 : 0;
            }
            return kept;
        }

        @Override
        public void repeated(double value, long times) {
            if (numeric) {
                builder.number(feature, value, times);
            } else if (Double.isNaN(value)) {
                builder.missing(feature, times);
            } else {
                builder.category(feature, written(value, column), times);
            }
        }
    }

    private final class Texts implements WordSink {
        private final int feature;
        private final RowMask mask;
        private final boolean all;
        private final boolean numeric;
        private long[] counts = new long[64];
        private int row;

        private Texts(int feature, RowMask mask) {
            this.feature = feature;
            this.mask = mask;
            all = mask.keepsAll();
            numeric = builder.holdsNumbers(feature);
        }

        @Override
        public void codes(int[] batch, int rows, Words words) {
            if (counts.length <= words.size()) {
                counts = Arrays.copyOf(counts, 2 * words.size());
            }
            if (all) {
                for (int index = 0; index < rows; index++) {
                    counts[batch[index] + 1]++;
                }
            } else {
                for (int index = 0; index < rows; index++) {
                    counts[batch[index] + 1] += mask.keeps(row + index) ? 1 : 0;
                }
            }
            row += rows;
        }

        @Override
        public void forget(Words words) {
            builder.missing(feature, counts[0]);
            for (int code = 0; code < words.size() && code + 1 < counts.length; code++) {
                long times = counts[code + 1];
                if (times > 0) {
                    count(words.word(code), times);
                }
            }
            Arrays.fill(counts, 0);
        }

        private void count(String word, long times) {
            if (!numeric) {
                builder.category(feature, word, times);
                return;
            }
            double value = parsed(word);
            if (Double.isNaN(value)) {
                builder.invalid(feature, times);
            } else {
                builder.number(feature, value, times);
            }
        }
    }
}
