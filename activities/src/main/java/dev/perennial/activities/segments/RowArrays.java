package dev.perennial.activities.segments;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sinks that keep a column of one row group in the order of its rows. */
final class RowArrays {
    private RowArrays() {}

    /** Numbers; NaN where nothing was given. */
    static final class Numbers implements NumberSink {
        private final double[] values;
        private int row;

        Numbers(int rows) {
            values = new double[rows];
            Arrays.fill(values, Double.NaN);
        }

        double[] values() {
            return values;
        }

        @Override
        public Order order() {
            return Order.BY_ROW;
        }

        @Override
        public void values(double[] batch, int rows) {
            System.arraycopy(batch, 0, values, row, rows);
            row += rows;
        }

        @Override
        public void repeated(double value, long times) {
            throw new IllegalStateException("Cannot keep " + times + " rows in order: their order was not given");
        }

        /** For a column of texts that are numbers. */
        WordSink parsed() {
            return new WordSink() {
                @Override
                public void codes(int[] batch, int rows, Words words) {
                    for (int index = 0; index < rows; index++) {
                        values[row++] =
                                batch[index] == MISSING ? Double.NaN : FeatureFeed.parsed(words.word(batch[index]));
                    }
                }

                @Override
                public void forget(Words words) {}
            };
        }
    }

    /** Texts; null where nothing was given. */
    static final class Texts implements WordSink {
        private final @Nullable String[] values;
        private int row;

        Texts(int rows) {
            values = new @Nullable String[rows];
        }

        @Nullable
        String[] values() {
            return values;
        }

        @Override
        public void codes(int[] batch, int rows, Words words) {
            for (int index = 0; index < rows; index++) {
                values[row++] = batch[index] == MISSING ? null : words.word(batch[index]);
            }
        }

        @Override
        public void forget(Words words) {}

        /** For a column of numbers that are categories. */
        NumberSink written(ParquetColumn column) {
            return new NumberSink() {
                @Override
                public Order order() {
                    return Order.BY_ROW;
                }

                @Override
                public void values(double[] batch, int rows) {
                    for (int index = 0; index < rows; index++) {
                        values[row++] = Double.isNaN(batch[index]) ? null : FeatureFeed.written(batch[index], column);
                    }
                }

                @Override
                public void repeated(double value, long times) {
                    throw new IllegalStateException(
                            "Cannot keep " + times + " rows in order: their order was not given");
                }
            };
        }
    }
}
