package dev.perennial.benchmarks.judgement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The electricity market data (M. Harries, "Splice-2 comparative evaluation: electricity pricing", 1999), in order. */
final class Elec2 {
    private static final double LEARNING_RATE = 0.1;

    private final double[] noChangeErrors;
    private final double[] learnedErrors;

    private Elec2(double[] noChangeErrors, double[] learnedErrors) {
        this.noChangeErrors = noChangeErrors;
        this.learnedErrors = learnedErrors;
    }

    static Elec2 read(Path file) {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return new Elec2(noChangeErrors(rows), learnedErrors(rows));
    }

    /** 1 where a label differs from the one before; the first row has none before it. */
    double[] noChangeErrors() {
        return noChangeErrors.clone();
    }

    /** 1 where an online logistic regression was wrong about a row that it had not yet learned from. */
    double[] learnedErrors() {
        return learnedErrors.clone();
    }

    private static double[] noChangeErrors(List<double[]> rows) {
        double[] errors = new double[rows.size() - 1];
        Arrays.setAll(errors, i -> label(rows.get(i)) == label(rows.get(i + 1)) ? 0 : 1);
        return errors;
    }

    private static double[] learnedErrors(List<double[]> rows) {
        int features = rows.get(0).length - 1;
        double[] weights = new double[features + 1];
        double[] errors = new double[rows.size()];
        for (int row = 0; row < errors.length; row++) {
            double[] values = rows.get(row);
            double margin = weights[features];
            for (int i = 0; i < features; i++) {
                margin += weights[i] * values[i];
            }
            double score = 1 / (1 + Math.exp(-margin));
            errors[row] = score >= 0.5 == (label(values) == 1) ? 0 : 1;
            double step = LEARNING_RATE * (label(values) - score);
            for (int i = 0; i < features; i++) {
                weights[i] += step * values[i];
            }
            weights[features] += step;
        }
        return errors;
    }

    private static double label(double[] row) {
        return row[row.length - 1];
    }
}
