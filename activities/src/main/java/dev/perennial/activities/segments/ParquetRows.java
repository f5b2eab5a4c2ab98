package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a Parquet file as columns in memory, texts as categories: for the statistics that need single rows. */
public final class ParquetRows {
    private ParquetRows() {}

    /** Reads all flat columns. */
    public static ColumnTable read(Path path) {
        try (ParquetFile file = ParquetFile.open(path)) {
            return read(file, file.columns().stream().map(ParquetColumn::name).toList());
        }
    }

    /**
     * Reads some columns.
     *
     * @throws IllegalArgumentException if the file lacks one of them
     */
    public static ColumnTable read(Path path, Collection<String> columns) {
        try (ParquetFile file = ParquetFile.open(path)) {
            return read(file, columns);
        }
    }

    private static ColumnTable read(ParquetFile file, Collection<String> names) {
        int rows = Math.toIntExact(file.rows());
        ColumnTable.Builder table = ColumnTable.builder(rows);
        for (String name : names) {
            ParquetColumn column = file.column(name)
                    .orElseThrow(() -> new IllegalArgumentException("Invalid column: the file has no " + name));
            if (column.holds() == Holds.TEXT) {
                Texts texts = new Texts(rows);
                for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                    file.words(rowGroup, column, texts);
                }
                table.add(name, new CategoryColumn(texts.dictionary, texts.codes));
            } else {
                Numbers numbers = new Numbers(rows);
                for (int rowGroup = 0; rowGroup < file.rowGroups(); rowGroup++) {
                    file.numbers(rowGroup, column, numbers);
                }
                table.numbers(name, numbers.values);
            }
        }
        return table.build();
    }

    private static final class Numbers implements NumberSink {
        private final double[] values;
        private int at;

        private Numbers(int rows) {
            values = new double[rows];
        }

        @Override
        public Order order() {
            return Order.BY_ROW;
        }

        @Override
        public void values(double[] batch, int rows) {
            System.arraycopy(batch, 0, values, at, rows);
            at += rows;
        }

        @Override
        public void repeated(double value, long times) {
            for (long left = times; left > 0; left--) {
                values[at++] = value;
            }
        }
    }

    /* The words of each chunk are codes of their own; they are joined into one list as they are forgotten. */
    private static final class Texts implements WordSink {
        private final List<String> dictionary = new ArrayList<>();
        private final Map<String, Integer> known = new HashMap<>();
        private final int[] codes;
        private int at;
        private int firstOpen;

        private Texts(int rows) {
            codes = new int[rows];
        }

        @Override
        public void codes(int[] batch, int rows, Words words) {
            System.arraycopy(batch, 0, codes, at, rows);
            at += rows;
        }

        @Override
        public void forget(Words words) {
            int[] joined = new int[words.size()];
            for (int code = 0; code < joined.length; code++) {
                String word = words.word(code);
                Integer before = known.putIfAbsent(word, dictionary.size());
                joined[code] = before == null ? dictionary.size() : before;
                if (before == null) {
                    dictionary.add(word);
                }
            }
            for (; firstOpen < at; firstOpen++) {
                codes[firstOpen] = codes[firstOpen] == MISSING ? CategoryColumn.MISSING : joined[codes[firstOpen]];
            }
        }
    }
}
