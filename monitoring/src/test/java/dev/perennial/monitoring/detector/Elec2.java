package dev.perennial.monitoring.detector;

import dev.perennial.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The error stream of the no-change classifier on Elec2: 1 where a label differs from the one before it. */
final class Elec2 {

    private Elec2() {}

    static double[] noChangeErrors() {
        List<String> labels = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFiles.data("elec.csv.gz"))), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                labels.add(line.substring(line.lastIndexOf(',') + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double[] errors = new double[labels.size() - 1];
        for (int row = 1; row < labels.size(); row++) {
            errors[row - 1] = labels.get(row).equals(labels.get(row - 1)) ? 0 : 1;
        }
        return errors;
    }
}
