package dev.perennial.activities.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns of a result as they grow row by row; each reads its own position. */
sealed interface Growing {
    int SMALLEST = 1024;

    void add(ResultSet row, int position) throws SQLException;

    /** Finite numbers, NaN where missing. */
    final class Numbers implements Growing {
        private double[] values = new double[SMALLEST];
        private int size;

        @Override
        public void add(ResultSet row, int position) throws SQLException {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = row.getDouble(position);
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Whole numbers; the query must leave none missing. */
    final class Wholes implements Growing {
        private long[] values = new long[SMALLEST];
        private int size;

        @Override
        public void add(ResultSet row, int position) throws SQLException {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = row.getLong(position);
        }

        long[] toArray() {
            return Arrays.copyOf(values, size);
        }

        int[] toIntArray() {
            int[] narrow = new int[size];
            for (int row = 0; row < size; row++) {
                narrow[row] = Math.toIntExact(values[row]);
            }
            return narrow;
        }
    }

    /** Words, of which equal ones share one string; null where missing. */
    final class Words implements Growing {
        private static final int MOST_SHARED = 100_000;
        private final Map<String, String> shared = new HashMap<>();
        private @Nullable String[] values = new String[SMALLEST];
        private int size;

        @Override
        public void add(ResultSet row, int position) throws SQLException {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            String word = row.getString(position);
            values[size++] = word == null ? null : share(word);
        }

        private String share(String word) {
            String known = shared.get(word);
            if (known != null) {
                return known;
            }
            if (shared.size() < MOST_SHARED) {
                shared.put(word, word);
            }
            return word;
        }

        @Nullable
        String[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
