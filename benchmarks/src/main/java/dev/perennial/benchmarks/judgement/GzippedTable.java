package dev.perennial.benchmarks.judgement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A CSV file without quoted commas, plain or gzipped, by column. */
final class GzippedTable {
    private final Path file;
    private final List<String> header;
    private final List<String[]> rows;

    private GzippedTable(Path file, List<String> header, List<String[]> rows) {
        this.file = file;
        this.header = header;
        this.rows = rows;
    }

    static GzippedTable read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8))) {
            @Nullable String first = reader.readLine();
            if (first == null) {
                throw new IOException("Cannot read " + file + ": it is empty");
            }
            return new GzippedTable(
                    file,
                    List.of(first.split(",", -1)),
                    reader.lines().map(line -> line.split(",", -1)).toList());
        }
    }

    int rows() {
        return rows.size();
    }

    /** The texts of a column. */
    String[] texts(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("Invalid column: " + name + ", " + file + " has " + header);
        }
        return rows.stream().map(row -> row[index]).toArray(String[]::new);
    }

    /** The numbers of a column; NaN where there is none. */
    double[] numbers(String name) {
        return Arrays.stream(texts(name))
                .mapToDouble(text -> text.isEmpty() || "NA".equals(text) ? Double.NaN : Double.parseDouble(text))
                .toArray();
    }

    /** Where a column holds 1. */
    boolean[] ones(String name) {
        String[] texts = texts(name);
        boolean[] ones = new boolean[texts.length];
        for (int row = 0; row < ones.length; row++) {
            ones[row] = "1".equals(texts[row]);
        }
        return ones;
    }
}
