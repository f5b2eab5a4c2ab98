package dev.perennial.monitoring;

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
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The US Census employment rows of Massachusetts: a reference year and later ones, with a model's scores. */
public final class Census {
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

    private final ColumnTable features;
    private final double[] scores;
    private final boolean[] predictions;
    private final boolean[] labels;

    private Census(ColumnTable features, double[] scores, boolean[] predictions, boolean[] labels) {
        this.features = features;
        this.scores = scores;
        this.predictions = predictions;
        this.labels = labels;
    }

    /** The reference year. */
    public static Census reference() {
        List<String[]> lines = lines("employment_MA_reference.csv.gz");
        return of(lines, column(lines, "employed"));
    }

    /** The years after it. */
    public static Census analysis() {
        List<String[]> targets = lines("employment_MA_analysis_target.csv.gz");
        return of(lines("employment_MA_analysis.csv.gz"), column(targets, "employed"));
    }

    /** The chunk of 5,000 rows with an index; the last one is shorter. */
    public Census chunk(int index) {
        int[] rows = IntStream.range(5000 * index, Math.min(5000 * (index + 1), labels.length))
                .toArray();
        return new Census(
                features.select(rows),
                IntStream.of(rows).mapToDouble(row -> scores[row]).toArray(),
                select(predictions, rows),
                select(labels, rows));
    }

    /** The number of chunks. */
    public int chunks() {
        return (labels.length + 4999) / 5000;
    }

    /** What the model was given. */
    public ColumnTable features() {
        return features;
    }

    /** The model's probabilities. */
    public double[] scores() {
        return scores.clone();
    }

    /** The model's decisions. */
    public boolean[] predictions() {
        return predictions.clone();
    }

    /** Who was employed. */
    public boolean[] labels() {
        return labels.clone();
    }

    private static Census of(List<String[]> lines, String[] labels) {
        ColumnTable.Builder table = ColumnTable.builder(labels.length).numbers("AGEP", numbers(column(lines, "AGEP")));
        CATEGORIES.forEach(name -> table.categories(name, column(lines, name)));
        return new Census(
                table.build(),
                numbers(column(lines, "predicted_probability")),
                ones(column(lines, "prediction")),
                ones(labels));
    }

    private static List<String[]> lines(String name) {
        Path file = SharedFiles.data(name);
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] column(List<String[]> lines, String name) {
        int index = Arrays.asList(lines.get(0)).indexOf(name);
        return lines.stream().skip(1).map(line -> line[index]).toArray(String[]::new);
    }

    private static double[] numbers(String[] values) {
        return Arrays.stream(values)
                .mapToDouble(value -> value.isEmpty() ? Double.NaN : Double.parseDouble(value))
                .toArray();
    }

    private static boolean[] ones(String[] values) {
        boolean[] ones = new boolean[values.length];
        for (int row = 0; row < ones.length; row++) {
            ones[row] = "1".equals(values[row]);
        }
        return ones;
    }

    private static boolean[] select(boolean[] values, int[] rows) {
        boolean[] selected = new boolean[rows.length];
        for (int at = 0; at < rows.length; at++) {
            selected[at] = values[rows[at]];
        }
        return selected;
    }
}
