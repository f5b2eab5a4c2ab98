package dev.perennial.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import dev.perennial.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** A data set that lies beside the checkout, as text by column; an empty cell is missing. */
public final class SharedTable {
    private static final Map<String, SharedTable> READ = new ConcurrentHashMap<>();

    private final List<String> names;
    private final List<String[]> rows;

    private SharedTable(List<String> names, List<String[]> rows) {
        this.names = names;
        this.rows = rows;
    }

    /** Reads a compressed CSV file with a header and without quotes. */
    public static SharedTable of(String file) {
        SharedFiles.data(file);
        return READ.computeIfAbsent(file, SharedTable::read);
    }

    private static SharedTable read(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFiles.data(file))), StandardCharsets.UTF_8))) {
            List<String> names = Arrays.asList(reader.readLine().split(",", -1));
            return new SharedTable(
                    names, reader.lines().map(line -> line.split(",", -1)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Results of another implementation; Python's NaN and infinity are read as such. */
    public static JsonNode oracle(String file) {
        try {
            return new ObjectMapper()
                    .configure(
                            com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature(),
                            true)
                    .readTree(SharedFiles.oracle(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the columns. */
    public List<String> names() {
        return names;
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** The rows from one index up to another. */
    public SharedTable rows(int from, int to) {
        return new SharedTable(names, rows.subList(from, to));
    }

    /** The rows in which a column's cell is accepted. */
    public SharedTable where(String column, Predicate<String> accepted) {
        int index = names.indexOf(column);
        return new SharedTable(
                names, rows.stream().filter(row -> accepted.test(row[index])).toList());
    }

    /** A column as text. */
    public String[] text(String column) {
        int index = names.indexOf(column);
        return rows.stream().map(row -> row[index]).toArray(String[]::new);
    }

    /** A column as numbers; an empty cell is NaN. */
    public NumberColumn numbers(String column) {
        return new NumberColumn(Arrays.stream(text(column))
                .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                .toArray());
    }

    /** A column as categories; an empty cell is missing. */
    public CategoryColumn categories(String column) {
        String[] cells = text(column);
        return CategoryColumn.of(IntStream.range(0, cells.length)
                .mapToObj(i -> cells[i].isEmpty() ? null : cells[i])
                .toArray(String[]::new));
    }

    /** A column as numbers if its name is among the numeric ones, else as categories. */
    public Column column(String name, List<String> numeric) {
        return numeric.contains(name) ? numbers(name) : categories(name);
    }
}
