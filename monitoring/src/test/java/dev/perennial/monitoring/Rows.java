package dev.perennial.monitoring;

import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of a small table that tests spoil: a bell-shaped number, another like it, a category, a constant, a time stamp. */
final class Rows {
    static final long DAY = 86_400_000L;
    private static final String[] CATEGORIES = {"alpha", "bé", "gamma", "delta", "eps"};

    final double[] x;
    final double[] y;
    final double[] fixed;
    final double[] sentAt;
    final @Nullable String[] category;
    final long[] times;

    Rows(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        x = new double[rows];
        y = new double[rows];
        fixed = new double[rows];
        sentAt = new double[rows];
        category = new String[rows];
        times = new long[rows];
        for (int row = 0; row < rows; row++) {
            x[row] = 50 + 10 * bell(random);
            y[row] = 50 + 10 * bell(random);
            fixed[row] = 7;
            category[row] = CATEGORIES[(int) (CATEGORIES.length * random.nextDouble() * random.nextDouble())];
            times[row] = 16_000 * DAY + seed * DAY + row * 1000L;
            sentAt[row] = times[row] / 1000.0;
        }
    }

    static double bell(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    int size() {
        return x.length;
    }

    Rows numbers(DoubleUnaryOperator change) {
        Arrays.setAll(x, row -> change.applyAsDouble(x[row]));
        return this;
    }

    Rows numbersByRow(IntToDoubleFunction value) {
        Arrays.setAll(x, value);
        return this;
    }

    Rows stamps(DoubleUnaryOperator change) {
        Arrays.setAll(sentAt, row -> change.applyAsDouble(sentAt[row]));
        return this;
    }

    Rows words(UnaryOperator<String> change) {
        for (int row = 0; row < category.length; row++) {
            String word = category[row];
            category[row] = word == null ? null : change.apply(word);
        }
        return this;
    }

    Rows shifted(long millis) {
        Arrays.setAll(times, row -> times[row] + millis);
        return this;
    }

    long[] timesOf(int[] rows) {
        return Arrays.stream(rows).mapToLong(row -> times[row]).toArray();
    }

    ColumnTable table() {
        return ColumnTable.builder(size())
                .numbers("x", x)
                .numbers("y", y)
                .numbers("fixed", fixed)
                .numbers("sent_at", sentAt)
                .categories("c", category)
                .build();
    }

    /** With the numbers as text. */
    ColumnTable tableOfText(UnaryOperator<String> writing) {
        ColumnTable.Builder builder = ColumnTable.builder(size());
        table().columns().forEach((name, column) -> {
            if (name.equals("x")) {
                builder.categories(
                        name,
                        Arrays.stream(x)
                                .mapToObj(value -> writing.apply(String.valueOf(value)))
                                .toArray(String[]::new));
            } else {
                builder.add(name, column);
            }
        });
        return builder.build();
    }
}
