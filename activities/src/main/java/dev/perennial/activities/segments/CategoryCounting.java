package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import java.util.Arrays;
import java.util.Map;

/** Counts the categories of a column chunk, all of them by name: what a reference is frozen from. */
final class CategoryCounting {
    private CategoryCounting() {}

    static void count(ParquetFile file, int rowGroup, ParquetColumn column, Map<String, Long> into) {
        if (column.holds() == Holds.TEXT) {
            file.words(rowGroup, column, new Texts(into));
        } else {
            file.numbers(rowGroup, column, new Numbers(column, into));
        }
    }

    private static final class Texts implements WordSink {
        private final Map<String, Long> into;
        private long[] counts = new long[64];

        private Texts(Map<String, Long> into) {
            this.into = into;
        }

        @Override
        public void codes(int[] batch, int rows, Words words) {
            if (counts.length <= words.size()) {
                counts = Arrays.copyOf(counts, 2 * words.size());
            }
            for (int index = 0; index < rows; index++) {
                counts[batch[index] + 1]++;
            }
        }

        @Override
        public void forget(Words words) {
            for (int code = 0; code < words.size() && code + 1 < counts.length; code++) {
                if (counts[code + 1] > 0) {
                    into.merge(words.word(code), counts[code + 1], Long::sum);
                }
            }
            Arrays.fill(counts, 0);
        }
    }

    private static final class Numbers implements NumberSink {
        private final ParquetColumn column;
        private final Map<String, Long> into;

        private Numbers(ParquetColumn column, Map<String, Long> into) {
            this.column = column;
            this.into = into;
        }

        @Override
        public Order order() {
            return Order.ANY;
        }

        @Override
        public void values(double[] batch, int rows) {
            for (int index = 0; index < rows; index++) {
                repeated(batch[index], 1);
            }
        }

        @Override
        public void repeated(double value, long times) {
            if (!Double.isNaN(value)) {
                into.merge(FeatureFeed.written(value, column), times, Long::sum);
            }
        }
    }
}
