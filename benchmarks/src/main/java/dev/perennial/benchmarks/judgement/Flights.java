package dev.perennial.benchmarks.judgement;

import dev.perennial.activities.training.LabelledTable;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The departures of 2013 from New York with the hour's weather and the aircraft, by day of the year. */
final class Flights {
    /** The columns of the weather. */
    static final List<String> WEATHER = List.of("temp", "dewp", "humid", "wind_speed", "precip", "pressure", "visib");

    private static final List<String> NUMBERS = Stream.concat(
                    Stream.of("dep_hour", "weekday", "distance", "seats", "built"), WEATHER.stream())
            .toList();
    private static final List<String> CATEGORIES = List.of("carrier", "origin", "dest");
    private static final int LATE_MINUTES = 15;

    private final FeatureTable features;
    private final boolean[] late;
    private final int[] days;

    private Flights(FeatureTable features, boolean[] late, int[] days) {
        this.features = features;
        this.late = late;
        this.days = days;
    }

    /** Reads {@code flights.csv}, {@code weather.csv} and {@code planes.csv} of a folder. */
    static Flights read(Path folder) throws IOException {
        Map<String, double[]> weather = new HashMap<>();
        try (Lines lines = new Lines(folder.resolve("weather.csv"))) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                Line hour = line;
                weather.putIfAbsent(
                        line.text("origin") + line.text("time_hour"),
                        WEATHER.stream().mapToDouble(hour::number).toArray());
            }
        }
        Map<String, double[]> aircraft = new HashMap<>();
        try (Lines lines = new Lines(folder.resolve("planes.csv"))) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                aircraft.put(line.text("tailnum"), new double[] {line.number("seats"), line.number("year")});
            }
        }
        List<Departure> departures = new ArrayList<>();
        try (Lines lines = new Lines(folder.resolve("flights.csv"))) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                departures.add(departure(line, weather, aircraft));
            }
        }
        departures.sort(Comparator.comparing(Departure::hour));
        return of(departures);
    }

    private static Departure departure(Line line, Map<String, double[]> weather, Map<String, double[]> aircraft) {
        LocalDate date = LocalDate.of((int) line.number("year"), (int) line.number("month"), (int) line.number("day"));
        double[] unknown = new double[WEATHER.size()];
        Arrays.fill(unknown, Double.NaN);
        double[] sky = weather.getOrDefault(line.text("origin") + line.text("time_hour"), unknown);
        double[] plane = aircraft.getOrDefault(line.text("tailnum"), new double[] {Double.NaN, Double.NaN});
        List<Double> numbers = new ArrayList<>(List.of(
                line.number("hour"),
                (double) date.getDayOfWeek().getValue(),
                line.number("distance"),
                plane[0],
                plane[1]));
        Arrays.stream(sky).forEach(numbers::add);
        return new Departure(
                line.text("time_hour"),
                date.getDayOfYear(),
                Double.isNaN(line.number("dep_time")) || line.number("arr_delay") > LATE_MINUTES,
                CATEGORIES.stream().map(line::text).map(String::intern).toList(),
                numbers);
    }

    private static Flights of(List<Departure> departures) {
        List<Feature> schema = new ArrayList<>();
        List<Object> columns = new ArrayList<>();
        for (int index = 0; index < NUMBERS.size(); index++) {
            int at = index;
            schema.add(new NumberFeature(NUMBERS.get(index), Presence.OPTIONAL, Optional.empty()));
            columns.add(departures.stream()
                    .mapToDouble(departure -> departure.numbers().get(at))
                    .toArray());
        }
        for (int index = 0; index < CATEGORIES.size(); index++) {
            int at = index;
            schema.add(new CategoryFeature(CATEGORIES.get(index), Presence.OPTIONAL, 128));
            columns.add(departures.stream()
                    .map(departure -> departure.categories().get(at))
                    .toArray(String[]::new));
        }
        boolean[] late = new boolean[departures.size()];
        for (int row = 0; row < late.length; row++) {
            late[row] = departures.get(row).late();
        }
        return new Flights(
                FeatureTable.of(new FeatureSchema(schema), columns.toArray()),
                late,
                departures.stream().mapToInt(Departure::day).toArray());
    }

    /** The flights of days {@code from} to {@code to}, both included. */
    Flights days(int from, int to) {
        return select(IntStream.range(0, days.length)
                .filter(row -> days[row] >= from && days[row] <= to)
                .toArray());
    }

    /** The newest flights, at most so many. */
    Flights newest(int rows) {
        return select(
                IntStream.range(Math.max(0, days.length - rows), days.length).toArray());
    }

    private Flights select(int[] rows) {
        boolean[] labels = new boolean[rows.length];
        for (int at = 0; at < rows.length; at++) {
            labels[at] = late[rows[at]];
        }
        return new Flights(
                features.select(rows),
                labels,
                Arrays.stream(rows).map(row -> days[row]).toArray());
    }

    int rows() {
        return late.length;
    }

    boolean[] labels() {
        return late.clone();
    }

    /** The day of each flight, as a key that sorts in time. */
    String[] blocks() {
        return Arrays.stream(days)
                .mapToObj(day -> LocalDate.ofYearDay(2013, day).toString())
                .toArray(String[]::new);
    }

    double[] scores(CompiledModel model) {
        return model.scoreAll(features);
    }

    LabelledTable labelled() {
        return new LabelledTable(
                features,
                labels(),
                Arrays.stream(days)
                        .mapToLong(day -> LocalDate.ofYearDay(2013, day).toEpochDay() * 86_400_000)
                        .toArray());
    }

    ColumnTable table() {
        ColumnTable.Builder table = ColumnTable.builder(rows());
        FeatureSchema schema = features.schema();
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            if (schema.holdsNumbers(column)) {
                table.numbers(name, features.numbers(column));
            } else {
                table.categories(name, features.categories(column));
            }
        }
        return table.build();
    }

    TableBins bins() {
        TableBins.Builder bins = TableBins.builder();
        FeatureSchema schema = features.schema();
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                bins.numeric(schema.feature(column).name(), features.numbers(column));
            } else {
                bins.category(schema.feature(column).name(), features.categories(column));
            }
        }
        return bins.build();
    }

    TableProfile profile(TableBins bins) {
        TableProfile.Builder profile = TableProfile.builder(bins);
        FeatureSchema schema = features.schema();
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                profile.numeric(schema.feature(column).name(), features.numbers(column));
            } else {
                profile.category(schema.feature(column).name(), features.categories(column));
            }
        }
        return profile.build();
    }

    /** One flight. */
    private record Departure(String hour, int day, boolean late, List<String> categories, List<Double> numbers) {}

    /** A line by the names of its columns. */
    private record Line(Map<String, Integer> header, List<String> cells) {
        String text(String column) {
            return cells.get(header.getOrDefault(column, 0));
        }

        double number(String column) {
            String text = text(column);
            return text.isEmpty() || "NA".equals(text) ? Double.NaN : Double.parseDouble(text);
        }
    }

    /** The lines of a CSV file without quoted commas. */
    private static final class Lines implements AutoCloseable {
        private final BufferedReader reader;
        private final Map<String, Integer> header = new HashMap<>();

        Lines(Path file) throws IOException {
            reader = Files.newBufferedReader(file);
            @Nullable String first = reader.readLine();
            if (first == null) {
                throw new IOException("Cannot read " + file + ": it is empty");
            }
            for (String name : first.split(",", -1)) {
                header.put(name, header.size());
            }
        }

        @Nullable
        Line next() throws IOException {
            @Nullable String line = reader.readLine();
            return line == null ? null : new Line(header, Arrays.asList(line.split(",", -1)));
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
