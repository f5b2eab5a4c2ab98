package dev.perennial.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.testing.SharedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The reference values that lie beside the checkout. */
public final class Oracle {

    private Oracle() {}

    /** A section of the champion-challenger file. */
    public static JsonNode section(String name) {
        Path file = SharedFiles.oracle("champion_challenger_and_sequential.json");
        try {
            return new ObjectMapper().readTree(file.toFile()).required(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of numbers. */
    public static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    /** An array of 0 and 1. */
    public static boolean[] labels(JsonNode array) {
        boolean[] labels = new boolean[array.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = array.get(i).asInt() == 1;
        }
        return labels;
    }

    /** The patients of the aSAH study, without the header. */
    public static List<String[]> patients() {
        try {
            return Files.readAllLines(SharedFiles.data("aSAH.csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
