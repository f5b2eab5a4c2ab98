package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.sample.Quantiles;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Evidently's DataSummaryPreset: counts over the whole table, then the values of each column, categories first.
 *
 * <p>Reproduced as users see it: the share of missing values of the table divides missing <em>cells</em> by <em>rows</em>, so
 * it exceeds one; a missing category is listed as {@code nan} with a count of zero; an infinity turns the mean infinite and
 * the standard deviation to NaN.
 */
public final class DataSummaryPreset {

    private DataSummaryPreset() {}

    /** Summarises a table; the reference adds only the categories that the table lacks, with a count of zero. */
    public static EvidentlyPreset of(ColumnTable reference, ColumnTable current) {
        TableShape shape = TableShape.of(current);
        List<EvidentlyMetric> metrics = new ArrayList<>();
        add(metrics, "RowCount()", current.rows());
        add(metrics, "ColumnCount()", current.columns().size());
        add(metrics, "ColumnCount(column_type=ColumnType.Numerical)", shape.numbers());
        add(metrics, "ColumnCount(column_type=ColumnType.Categorical)", shape.categories());
        add(metrics, "ColumnCount(column_type=ColumnType.Datetime)", 0);
        add(metrics, "ColumnCount(column_type=ColumnType.Text)", 0);
        add(metrics, "DuplicatedRowCount()", (double) shape.duplicatedRows());
        add(metrics, "DuplicatedColumnsCount()", shape.duplicatedColumns());
        add(metrics, "AlmostDuplicatedColumnsCount()", shape.almostDuplicatedColumns());
        add(metrics, "AlmostConstantColumnsCount()", shape.almostConstantColumns());
        add(metrics, "EmptyRowsCount()", (double) shape.emptyRows());
        add(metrics, "EmptyColumnsCount()", shape.emptyColumns());
        add(metrics, "ConstantColumnsCount()", shape.constantColumns());
        metrics.add(new EvidentlyMetric("DatasetMissingValueCount()", count(shape.missingCells(), current.rows())));
        current.columns().forEach((name, column) -> {
            if (column instanceof CategoryColumn categories) {
                metrics.add(missing(name, column));
                metrics.add(new EvidentlyMetric(
                        "UniqueValueCount(column=" + name + ")", categories(reference.column(name), categories)));
            }
        });
        current.columns().forEach((name, column) -> {
            if (column instanceof NumberColumn numbers) {
                metrics.add(missing(name, column));
                addNumbers(metrics, name, numbers.values());
            }
        });
        return new EvidentlyPreset("DataSummaryPreset", metrics);
    }

    private static void add(List<EvidentlyMetric> metrics, String name, double value) {
        metrics.add(new EvidentlyMetric(name, EvidentlyValue.of(value)));
    }

    private static EvidentlyValue count(long count, int rows) {
        return rows == 0 ? new EvidentlyValue.NoNumber("nan") : new EvidentlyValue.Count(count, (double) count / rows);
    }

    private static EvidentlyMetric missing(String name, Column column) {
        return new EvidentlyMetric(
                "MissingValueCount(column=" + name + ")", count(TableShape.missing(column), column.rows()));
    }

    private static void addNumbers(List<EvidentlyMetric> metrics, String name, double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int n = sorted.length;
        String column = "(column=" + name;
        add(metrics, "MinValue" + column + ")", n == 0 ? Double.NaN : sorted[0]);
        add(metrics, "MaxValue" + column + ")", n == 0 ? Double.NaN : sorted[n - 1]);
        add(metrics, "MeanValue" + column + ")", n == 0 ? Double.NaN : MeanTests.mean(sorted));
        add(metrics, "StdValue" + column + ")", n < 2 ? Double.NaN : Math.sqrt(MeanTests.squares(sorted) / (n - 1)));
        for (double quantile : new double[] {0.25, 0.5, 0.75}) {
            add(
                    metrics,
                    "QuantileValue" + column + ",quantile=" + quantile + ")",
                    n == 0 ? Double.NaN : Quantiles.linear(sorted, quantile));
        }
    }

    private static EvidentlyValue categories(Optional<Column> reference, CategoryColumn current) {
        Map<String, Long> counts = new TreeMap<>();
        reference
                .filter(CategoryColumn.class::isInstance)
                .map(CategoryColumn.class::cast)
                .ifPresent(column -> seen(column, counts));
        seen(current, counts);
        for (int row = 0; row < current.rows(); row++) {
            if (!current.missing(row)) {
                counts.merge(current.dictionary().get(current.codes()[row]), 1L, Long::sum);
            }
        }
        Map<String, Double> shares = new TreeMap<>();
        counts.forEach((label, count) -> shares.put(label, (double) count / Math.max(1, current.rows())));
        return new EvidentlyValue.LabelCounts(counts, shares);
    }

    /* Every value that occurs, a missing one too, with a count of zero. */
    private static void seen(CategoryColumn column, Map<String, Long> counts) {
        boolean[] occurs = new boolean[column.dictionary().size() + 1];
        for (int code : column.codes()) {
            occurs[code + 1] = true;
        }
        for (int code = 0; code < occurs.length; code++) {
            if (occurs[code]) {
                counts.put(code == 0 ? "nan" : column.dictionary().get(code - 1), 0L);
            }
        }
    }
}
