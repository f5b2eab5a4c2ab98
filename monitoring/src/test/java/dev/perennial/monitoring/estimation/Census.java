package dev.perennial.monitoring.estimation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The US Census employment data of Massachusetts: features, scores, decisions and labels, in order. */
public final class Census {
    public static final int CHUNK = 5_000;
    public static final int REFERENCE_CHUNKS = 14;
    private static final List<String> CATEGORIES = List.of(
            "SCHL",
            "MAR",
            "RELP",
            "DIS",
            "ESP",
            "CIT",
            "MIG",
            "MIL",
            "ANC",
            "NATIVITY",
            "DEAR",
            "DEYE",
            "DREM",
            "SEX",
            "RAC1P");

    public final ColumnTable features;
    public final double[] scores;
    public final boolean[] decisions;
    public final boolean[] labels;

    private Census(ColumnTable features, double[] scores, boolean[] decisions, boolean[] labels) {
        this.features = features;
        this.scores = scores;
        this.decisions = decisions;
        this.labels = labels;
    }

    public static Census reference() {
        List<String[]> rows = read("employment_MA_reference.csv.gz");
        List<String> names = Arrays.asList(rows.get(0));
        return of(rows, booleans(rows, names.indexOf("employed")));
    }

    public static Census analysis() {
        return of(read("employment_MA_analysis.csv.gz"), booleans(read("employment_MA_analysis_target.csv.gz"), 1));
    }

    private static Census of(List<String[]> rows, boolean[] labels) {
        List<String> names = Arrays.asList(rows.get(0));
        int n = rows.size() - 1;
        ColumnTable.Builder features = ColumnTable.builder(n).numbers("AGEP", numbers(rows, names.indexOf("AGEP")));
        for (String name : CATEGORIES) {
            String[] values = new String[n];
            int column = names.indexOf(name);
            Arrays.setAll(values, row -> rows.get(row + 1)[column]);
            features.categories(name, values);
        }
        return new Census(
                features.build(),
                numbers(rows, names.indexOf("predicted_probability")),
                booleans(rows, names.indexOf("prediction")),
                labels);
    }

    public int rows() {
        return labels.length;
    }

    public Census chunk(int index) {
        int from = index * CHUNK;
        int to = Math.min(labels.length, from + CHUNK);
        int[] rows = java.util.stream.IntStream.range(from, to).toArray();
        return new Census(
                features.select(rows),
                Arrays.copyOfRange(scores, from, to),
                Arrays.copyOfRange(decisions, from, to),
                Arrays.copyOfRange(labels, from, to));
    }

    public int chunks() {
        return (labels.length + CHUNK - 1) / CHUNK;
    }

    public static JsonNode oracle() {
        try {
            return new ObjectMapper()
                    .readTree(SharedFiles.oracle("nannyml_0.13.1_us_census_ma_chunk5000.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(List<String[]> rows, int column) {
        double[] values = new double[rows.size() - 1];
        Arrays.setAll(values, row -> Double.parseDouble(rows.get(row + 1)[column]));
        return values;
    }

    private static boolean[] booleans(List<String[]> rows, int column) {
        boolean[] values = new boolean[rows.size() - 1];
        for (int row = 0; row < values.length; row++) {
            values[row] = rows.get(row + 1)[column].equals("1");
        }
        return values;
    }

    private static List<String[]> read(String name) {
        Path file = SharedFiles.data(name);
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
