package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The counts over a whole table: what is doubled, constant, empty or missing. */
record TableShape(
        int numbers,
        int categories,
        long duplicatedRows,
        int duplicatedColumns,
        int almostDuplicatedColumns,
        int almostConstantColumns,
        long emptyRows,
        int emptyColumns,
        int constantColumns,
        long missingCells) {
    private static final double ALMOST = 0.95;

    static TableShape of(ColumnTable table) {
        List<Column> columns = new ArrayList<>(table.columns().values());
        int rows = table.rows();
        int numbers =
                (int) columns.stream().filter(NumberColumn.class::isInstance).count();
        int almostConstant = 0;
        int empty = 0;
        int constant = 0;
        long missing = 0;
        for (Column column : columns) {
            long absent = missing(column);
            missing += absent;
            empty += absent == rows ? 1 : 0;
            long[] counts = valueCounts(column);
            constant += counts.length <= 1 ? 1 : 0;
            long most = Arrays.stream(counts).max().orElse(0);
            almostConstant += rows > 0 && most > 0 && (double) most / rows >= ALMOST ? 1 : 0;
        }
        int duplicated = 0;
        int almostDuplicated = 0;
        for (int right = 0; right < columns.size(); right++) {
            for (int left = 0; left < right; left++) {
                duplicated += equal(columns.get(left), columns.get(right)) ? 1 : 0;
                almostDuplicated += almostEqual(columns.get(left), columns.get(right)) ? 1 : 0;
            }
        }
        return new TableShape(
                numbers,
                columns.size() - numbers,
                duplicatedRows(columns, rows),
                duplicated,
                almostDuplicated,
                almostConstant,
                IntStream.range(0, rows)
                        .filter(row -> columns.stream().allMatch(column -> column.missing(row)))
                        .count(),
                empty,
                constant,
                missing);
    }

    static long missing(Column column) {
        return IntStream.range(0, column.rows()).filter(column::missing).count();
    }

    private static long[] valueCounts(Column column) {
        if (column instanceof CategoryColumn categories) {
            long[] counts = new long[categories.dictionary().size()];
            for (int code : categories.codes()) {
                if (code != CategoryColumn.MISSING) {
                    counts[code]++;
                }
            }
            return Arrays.stream(counts).filter(count -> count > 0).toArray();
        }
        double[] sorted = Arrays.stream(((NumberColumn) column).values())
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        long[] counts = new long[sorted.length];
        int bins = 0;
        for (int row = 0; row < sorted.length; row++) {
            bins += row == 0 || sorted[row] != sorted[row - 1] ? 1 : 0;
            counts[bins - 1]++;
        }
        return Arrays.copyOf(counts, bins);
    }

    private static boolean equal(Column left, Column right) {
        return left.getClass() == right.getClass()
                && IntStream.range(0, left.rows())
                        .allMatch(row -> left.missing(row) ? right.missing(row) : sameValue(left, right, row));
    }

    /* Missing values are never equal here; counting stops once too many differ. */
    private static boolean almostEqual(Column left, Column right) {
        if (left.getClass() != right.getClass() || left.rows() == 0) {
            return false;
        }
        int rows = left.rows();
        int differing = 0;
        for (int row = 0; row < rows; row++) {
            differing += !left.missing(row) && sameValue(left, right, row) ? 0 : 1;
            if ((double) (rows - differing) / rows < ALMOST) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValue(Column left, Column right, int row) {
        if (right.missing(row)) {
            return false;
        }
        if (left instanceof NumberColumn numbers && right instanceof NumberColumn others) {
            return numbers.values()[row] == others.values()[row];
        }
        CategoryColumn categories = (CategoryColumn) left;
        CategoryColumn others = (CategoryColumn) right;
        return categories
                .dictionary()
                .get(categories.codes()[row])
                .equals(others.dictionary().get(others.codes()[row]));
    }

    /* Rows that an earlier row equals, missing values being equal; compared by 128 bits of hash. */
    private static long duplicatedRows(List<Column> columns, int rows) {
        Set<RowHash> seen = new HashSet<>();
        long duplicated = 0;
        for (int row = 0; row < rows && !columns.isEmpty(); row++) {
            long first = 0x9E3779B97F4A7C15L;
            long second = 0xC2B2AE3D27D4EB4FL;
            for (Column column : columns) {
                long bits = column instanceof CategoryColumn categories
                        ? categories.codes()[row]
                        : Double.doubleToLongBits(((NumberColumn) column).values()[row] + 0.0);
                first = mix(first ^ bits) * 0xFF51AFD7ED558CCDL;
                second = mix(second + bits) * 0xC4CEB9FE1A85EC53L;
            }
            duplicated += seen.add(new RowHash(first, second)) ? 0 : 1;
        }
        return duplicated;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 29);
    }

    private record RowHash(long first, long second) {}
}
