package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cut points and category codes frozen with the rows they were made from; turns any later table of the same columns into
 * {@link BinnedRows}. Missing values, and categories that were not there, have bins of their own. Immutable.
 */
public final class Binning {
    private final Map<String, ColumnBinning> columns;

    private Binning(Map<String, ColumnBinning> columns) {
        this.columns = columns;
    }

    /** Bins of the columns of a table: at most 254 of equal depth for numbers, the 253 most frequent categories. */
    public static Binning of(ColumnTable table) {
        Map<String, ColumnBinning> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> columns.put(name, of(column)));
        return new Binning(columns);
    }

    private static ColumnBinning of(Column column) {
        return column instanceof NumberColumn numbers
                ? NumberBinning.of(numbers.values())
                : CategoryBinning.of((CategoryColumn) column);
    }

    /**
     * The bins of a table's rows. A column that the table lacks, or holds in another form, is missing in every row;
     * columns that the binning does not know are left out.
     */
    public BinnedRows bin(ColumnTable table) {
        byte[][] codes = new byte[columns.size()][];
        int next = 0;
        for (Map.Entry<String, ColumnBinning> entry : columns.entrySet()) {
            codes[next++] = table.column(entry.getKey())
                    .map(column -> entry.getValue().codes(column))
                    .orElseGet(() -> new byte[table.rows()]);
        }
        return new BinnedRows(table.rows(), codes, kinds());
    }

    /** The names of the columns, in order. */
    public List<String> names() {
        return new ArrayList<>(columns.keySet());
    }

    private List<ColumnBinning> kinds() {
        return List.copyOf(columns.values());
    }
}
