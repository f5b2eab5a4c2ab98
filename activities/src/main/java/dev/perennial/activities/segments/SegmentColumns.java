package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whole columns of a row group, in the type that is wanted, whatever type they are stored as. */
final class SegmentColumns {
    private SegmentColumns() {}

    /** What the model answers to these rows; an infinite value, which no gateway logs, is to it a missing one. */
    static double[] scored(CompiledModel model, ParquetFile file, int rowGroup, int[] rows) {
        FeatureSchema schema = model.schema();
        Object[] columns = IntStream.range(0, schema.size())
                .mapToObj(column -> {
                    String name = schema.feature(column).name();
                    if (!schema.holdsNumbers(column)) {
                        return (Object) words(file, rowGroup, name);
                    }
                    double[] values = numbers(file, rowGroup, name);
                    for (int row = 0; row < values.length; row++) {
                        values[row] = Double.isFinite(values[row]) ? values[row] : Double.NaN;
                    }
                    return values;
                })
                .toArray();
        return model.scoreAll(FeatureTable.of(schema, columns).select(rows));
    }

    /* NaN in every row where the file has no such column. */
    static double[] numbers(ParquetFile file, int rowGroup, String name) {
        RowArrays.Numbers rows = new RowArrays.Numbers(file.rows(rowGroup));
        Optional<ParquetColumn> column = file.column(name);
        if (column.isPresent() && column.get().holds() == Holds.TEXT) {
            file.words(rowGroup, column.get(), rows.parsed());
        } else {
            column.ifPresent(present -> file.numbers(rowGroup, present, rows));
        }
        return rows.values();
    }

    static @Nullable String[] words(ParquetFile file, int rowGroup, String name) {
        RowArrays.Texts rows = new RowArrays.Texts(file.rows(rowGroup));
        Optional<ParquetColumn> column = file.column(name);
        if (column.isPresent() && column.get().holds() != Holds.TEXT) {
            file.numbers(rowGroup, column.get(), rows.written(column.get()));
        } else {
            column.ifPresent(present -> file.words(rowGroup, present, rows));
        }
        return rows.values();
    }
}
