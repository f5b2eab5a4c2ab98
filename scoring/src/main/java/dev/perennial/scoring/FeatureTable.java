package dev.perennial.scoring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many rows of one schema, stored by column: a {@code double[]} per number feature (NaN is missing) and a
 * {@code String[]} per category feature (null is missing). The arrays are not copied, neither in nor out: the table owns
 * those it is given, and whoever reads a column leaves it as it is. Safe for concurrent reading.
 */
public final class FeatureTable {

    private final FeatureSchema schema;
    private final Object[] columns;
    private final int rows;

    private FeatureTable(FeatureSchema schema, Object[] columns, int rows) {
        this.schema = schema;
        this.columns = columns;
        this.rows = rows;
    }

    /** A table over one array for each feature, {@code double[]} or {@code String[]}, all of one length. */
    public static FeatureTable of(FeatureSchema schema, Object[] columns) {
        if (columns.length != schema.size()) {
            throw new IllegalArgumentException("Invalid feature table: " + columns.length + " columns for a schema of "
                    + schema.size() + " features");
        }
        int rows = -1;
        for (int column = 0; column < columns.length; column++) {
            int length = checkedLength(schema, column, columns[column]);
            if (rows >= 0 && length != rows) {
                throw new IllegalArgumentException("Invalid feature table: column "
                        + schema.feature(column).name() + " has " + length + " rows, those before it have " + rows);
            }
            rows = length;
        }
        return new FeatureTable(schema, columns.clone(), rows);
    }

    private static int checkedLength(FeatureSchema schema, int column, Object values) {
        String name = schema.feature(column).name();
        if (schema.holdsNumbers(column) && values instanceof double[] numbers) {
            for (int row = 0; row < numbers.length; row++) {
                if (Double.isInfinite(numbers[row])) {
                    throw new IllegalArgumentException("Invalid value of feature " + name + " in row " + row + ": "
                            + numbers[row] + " (a finite number is expected)");
                }
            }
            return numbers.length;
        }
        if (!schema.holdsNumbers(column) && values instanceof String[] categories) {
            return categories.length;
        }
        throw new IllegalArgumentException("Invalid feature table: column " + name + " is a "
                + values.getClass().getSimpleName() + ", "
                + (schema.holdsNumbers(column) ? "double[]" : "String[]") + " is expected");
    }

    public FeatureSchema schema() {
        return schema;
    }

    public int rows() {
        return rows;
    }

    /** The values of a number column, NaN where missing; not to be written to. */
    public double[] numbers(int column) {
        schema.requireNumbers(column);
        return (double[]) columns[column];
    }

    /** The values of a category column, null where missing; not to be written to. */
    public @Nullable String[] categories(int column) {
        schema.requireCategories(column);
        return (String[]) columns[column];
    }

    /** Fills the row, which must have the same schema, with the values of the given row of this table. */
    public void read(int row, FeatureRow into) {
        Objects.checkIndex(row, rows);
        schema.requireSame(into.schema());
        for (int column = 0; column < columns.length; column++) {
            if (columns[column] instanceof double[] numbers) {
                into.load(column, numbers[row]);
            } else {
                into.load(column, ((String[]) columns[column])[row]);
            }
        }
    }

    /** A new table of the named rows in the given order; a row may be named twice. */
    public FeatureTable select(int[] selection) {
        Object[] selected = new Object[columns.length];
        for (int column = 0; column < columns.length; column++) {
            if (columns[column] instanceof double[] numbers) {
                double[] values = new double[selection.length];
                for (int row = 0; row < selection.length; row++) {
                    values[row] = numbers[selection[row]];
                }
                selected[column] = values;
            } else {
                String[] categories = (String[]) columns[column];
                String[] values = new String[selection.length];
                for (int row = 0; row < selection.length; row++) {
                    values[row] = categories[selection[row]];
                }
                selected[column] = values;
            }
        }
        return new FeatureTable(schema, selected, selection.length);
    }
}
