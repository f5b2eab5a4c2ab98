package dev.perennial.benchmarks.wal;

import dev.perennial.registry.ModelName;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LogColumns;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.wal.FrameBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Predictions of 20 features as a gateway logs them at 1,000 a second, each in a write of its own. Not thread-safe. */
final class LoggedRows {
    static final int FEATURES = 20;
    /* Noon, so that the rows of a minute are in one hour. */
    private static final long NOON = 1_700_049_600_000L;
    private static final ModelName MODEL = new ModelName("flight-delay");
    private static final List<String> TEXTS = List.of("carrier", "origin", "dest", "tailnum");
    private static final List<String> FLIGHT = List.of("flight", "month", "day", "hour", "minute", "distance");
    private static final List<String> AIRCRAFT = List.of("seats", "year");
    private static final List<String> WEATHER =
            List.of("temp", "dewp", "humid", "wind_dir", "wind_speed", "precip", "pressure", "visib");

    private final FeatureSchema schema;
    private final LogColumns columns;
    private final List<FeatureRow> rows;
    private final PredictionIds ids = new PredictionIds(PredictionKey.ofSecret("a secret of benchmarks"), MODEL);
    private final SplittableRandom random = new SplittableRandom(7);
    private final FrameBuffer frames = new FrameBuffer();
    private double micros;
    private int next;

    private LoggedRows(FeatureSchema schema, List<FeatureRow> rows) {
        this.schema = schema;
        this.rows = rows;
        columns = LogColumns.of(MODEL, schema);
    }

    /** Rows of independent uniform doubles, of which no bit can be saved. */
    static LoggedRows random(int count) {
        List<Feature> features = new ArrayList<>();
        for (int feature = 0; feature < FEATURES; feature++) {
            features.add(new NumberFeature("feature_" + feature, Presence.OPTIONAL, Optional.empty()));
        }
        FeatureSchema schema = new FeatureSchema(features);
        SplittableRandom random = new SplittableRandom(3);
        List<FeatureRow> rows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            FeatureRow row = new FeatureRow(schema);
            for (int feature = 0; feature < FEATURES; feature++) {
                row.setNumber(feature, random.nextDouble());
            }
            rows.add(row);
        }
        return new LoggedRows(schema, rows);
    }

    /** The first flights of 2013 from New York with the hour's weather and the aircraft: 4 categories, 16 numbers. */
    static LoggedRows flights(Path folder, int count) throws IOException {
        List<Feature> features = new ArrayList<>();
        TEXTS.forEach(name -> features.add(new CategoryFeature(name, Presence.OPTIONAL, 4096)));
        for (List<String> names : List.of(FLIGHT, AIRCRAFT, WEATHER)) {
            names.forEach(name -> features.add(new NumberFeature(name, Presence.OPTIONAL, Optional.empty())));
        }
        FeatureSchema schema = new FeatureSchema(features);
        Table flights = Table.read(folder.resolve("flights.csv"), List.of(), count);
        Table weather = Table.read(folder.resolve("weather.csv"), List.of("origin", "time_hour"), Integer.MAX_VALUE);
        Table planes = Table.read(folder.resolve("planes.csv"), List.of("tailnum"), Integer.MAX_VALUE);
        List<FeatureRow> rows = new ArrayList<>();
        for (String[] flight : flights.lines) {
            FeatureRow row = new FeatureRow(schema);
            int at = 0;
            for (String name : TEXTS) {
                row.setCategory(at++, flights.text(flight, name));
            }
            String hour = flights.text(flight, "origin") + flights.text(flight, "time_hour");
            at = numbers(row, at, flights, flight, FLIGHT);
            at = numbers(row, at, planes, planes.byKey.get(flights.text(flight, "tailnum")), AIRCRAFT);
            numbers(row, at, weather, weather.byKey.get(hour), WEATHER);
            rows.add(row);
        }
        return new LoggedRows(schema, rows);
    }

    private static int numbers(FeatureRow row, int from, Table table, String @Nullable [] line, List<String> names) {
        int at = from;
        for (String name : names) {
            row.setNumber(at++, line == null ? Double.NaN : table.number(line, name));
        }
        return at;
    }

    int size() {
        return rows.size();
    }

    /** The records of the next prediction and its columns; after the last row the first again. */
    byte[] next() {
        FeatureRow row = rows.get(next);
        next = (next + 1) % rows.size();
        micros += -Math.log(1 - random.nextDouble()) * 1000;
        long received = NOON * 1000 + (long) micros;
        frames.putBytes(columns.record());
        new LoggedPrediction(
                        ids.next(received / 1000),
                        received / 1000,
                        received,
                        3,
                        Arm.CHAMPION,
                        null,
                        1 / (1 + Math.exp(1 - row.number(schema.size() - 1) % 3 - random.nextDouble())),
                        0,
                        Double.NaN,
                        40 + random.nextInt(60),
                        null)
                .encode(columns, row, frames);
        return frames.take();
    }

    private static final class Table {
        private final Map<String, Integer> header = new HashMap<>();
        private final List<String[]> lines = new ArrayList<>();
        private final Map<String, String[]> byKey = new HashMap<>();

        private static Table read(Path file, List<String> key, int most) throws IOException {
            Table table = new Table();
            List<String> text = Files.readAllLines(file);
            List<String> names = Arrays.asList(text.get(0).replace("\"", "").split(",", -1));
            for (int at = 0; at < names.size(); at++) {
                table.header.put(names.get(at), at);
            }
            for (String line : text.subList(1, (int) Math.min(text.size(), most + 1L))) {
                String[] values = line.split(",", -1);
                table.lines.add(values);
                StringBuilder joined = new StringBuilder();
                key.forEach(name -> joined.append(table.text(values, name)));
                table.byKey.putIfAbsent(joined.toString(), values);
            }
            return table;
        }

        private String text(String[] line, String name) {
            Integer at = header.get(name);
            if (at == null) {
                throw new IllegalArgumentException("Invalid table: no column " + name + ", it has " + header.keySet());
            }
            return line[at];
        }

        private double number(String[] line, String name) {
            String text = text(line, name);
            return text.isEmpty() || text.equals("NA") ? Double.NaN : Double.parseDouble(text);
        }
    }
}
