package dev.perennial.monitoring.estimation;

import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.learn.BoostedTrees;
import dev.perennial.monitoring.learn.BoostingLoss;
import dev.perennial.monitoring.learn.BoostingOptions;
import dev.perennial.monitoring.learn.LearningTask;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.testing.SharedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Hourly bike rentals under covariate shift: a weak model of weather alone, trained on every third hour, judged on another
 * third, and windows of the last third that hold certain hours of the day only.
 */
final class BikeSharing {
    private final List<String[]> lines;
    private final List<String> names;
    private final BoostingLoss loss;
    private final Binning binning;
    private final BoostedTrees model;
    private final double start;

    BikeSharing(BoostingLoss loss) {
        this.loss = loss;
        List<String[]> all = read();
        names = Arrays.asList(all.get(0));
        lines = all.subList(1, all.size());
        int[] training = rows(0, 0, 24);
        double[] targets = targets(training);
        ColumnTable weather = weather(training);
        binning = Binning.of(weather);
        double mean = Arrays.stream(targets).average().orElseThrow();
        start = loss == BoostingLoss.LOGISTIC ? BoostingLoss.logOdds(mean) : mean;
        model = BoostedTrees.fit(
                LearningTask.of(binning.bin(weather), loss, targets),
                BoostingOptions.forRows(training.length).withRounds(40));
    }

    int[] rows(int third, int fromHour, int toHour) {
        int hour = names.indexOf("hr");
        return IntStream.range(0, lines.size())
                .filter(row -> Math.floorMod(row * 31, 97) % 3 == third)
                .filter(row -> {
                    int of = Integer.parseInt(lines.get(row)[hour]);
                    return of >= fromHour && of < toHour;
                })
                .toArray();
    }

    double[] targets(int[] rows) {
        double[] counts = column("cnt", rows);
        return loss == BoostingLoss.SQUARED
                ? counts
                : Arrays.stream(counts).map(count -> count > 150 ? 1 : 0).toArray();
    }

    boolean[] labels(int[] rows) {
        double[] targets = targets(rows);
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = targets[i] == 1;
        }
        return labels;
    }

    ScoredRows scored(int[] rows) {
        ColumnTable.Builder features = ColumnTable.builder(rows.length);
        for (String name : List.of("temp", "hum", "windspeed", "hr")) {
            features.numbers(name, column(name, rows));
        }
        for (String name : List.of("season", "holiday", "weekday", "workingday", "weathersit")) {
            String[] values = new String[rows.length];
            int index = names.indexOf(name);
            Arrays.setAll(values, i -> lines.get(rows[i])[index]);
            features.categories(name, values);
        }
        double[] offsets = new double[rows.length];
        Arrays.fill(offsets, start);
        double[] scores = model.predict(binning.bin(weather(rows)), offsets);
        return loss == BoostingLoss.LOGISTIC
                ? ScoredRows.decidedFrom(0.5, features.build(), scores)
                : ScoredRows.predicted(features.build(), scores);
    }

    private ColumnTable weather(int[] rows) {
        ColumnTable.Builder table = ColumnTable.builder(rows.length);
        for (String name : List.of("temp", "hum", "windspeed", "season")) {
            table.numbers(name, column(name, rows));
        }
        return table.build();
    }

    private double[] column(String name, int[] rows) {
        int index = names.indexOf(name);
        return Arrays.stream(rows)
                .mapToDouble(row -> Double.parseDouble(lines.get(row)[index]))
                .toArray();
    }

    private static List<String[]> read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFiles.data("bike_hour.csv.gz"))),
                StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
