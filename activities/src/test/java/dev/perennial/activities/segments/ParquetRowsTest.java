package dev.perennial.activities.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.activities.data.DuckDbFiles;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {
    /* Every row group of 2,048 rows has words of its own, so that codes of one mean nothing in the next. */
    private static final String ROWS =
            "SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE i / 8.0 END AS number, (i % 5)::INTEGER AS few,"
                    + " CASE WHEN i % 11 = 0 THEN NULL ELSE 'w' || (i // 900) || '-' || (i % 4) END AS word"
                    + " FROM range(10000) t(i)";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMPRESSION zstd, ROW_GROUP_SIZE 2048",
                "COMPRESSION uncompressed, ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 1"
            })
    void rowsKeepTheirOrderAndTheirWordsOverRowGroups(String options) {
        ColumnTable rows = ParquetRows.read(write(options));

        assertThat(rows.names()).containsExactly("number", "few", "word");
        NumberColumn number = (NumberColumn) rows.column("number").orElseThrow();
        NumberColumn few = (NumberColumn) rows.column("few").orElseThrow();
        CategoryColumn word = (CategoryColumn) rows.column("word").orElseThrow();
        assertThat(number.values())
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToDouble(row -> row % 7 == 3 ? Double.NaN : row / 8.0)
                        .toArray());
        assertThat(few.values())
                .isEqualTo(
                        IntStream.range(0, 10_000).mapToDouble(row -> row % 5).toArray());
        assertThat(IntStream.range(0, 10_000).mapToObj(word::value))
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToObj(row -> row % 11 == 0 ? null : "w" + row / 900 + "-" + row % 4)
                        .toList());
        assertThat(word.dictionary()).doesNotHaveDuplicates();
    }

    @Test
    void onlyTheNamedColumnsAreReadAndAllOfThemMustBeThere() {
        Path file = write("COMPRESSION zstd");

        assertThat(ParquetRows.read(file, List.of("word", "few")).names()).containsExactly("word", "few");
        assertThatThrownBy(() -> ParquetRows.read(file, List.of("few", "height")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid column: the file has no height");
    }

    private Path write(String options) {
        try (DuckDbFiles duckDb = new DuckDbFiles(scratch)) {
            return duckDb.write(ROWS, options, scratch.resolve("rows.parquet"));
        }
    }
}
