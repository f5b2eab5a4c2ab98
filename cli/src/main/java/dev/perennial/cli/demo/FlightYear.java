package dev.perennial.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The departures of 2013 from New York's three airports, joined with the hour's weather at the origin and with the
 * aircraft, in order of departure.
 */
final class FlightYear {
    /** The number features, in the order of {@link Flight#numbers}. */
    static final List<String> NUMBERS = List.of(
            "dep_hour",
            "weekday",
            "distance",
            "seats",
            "built",
            "temp",
            "dewp",
            "humid",
            "wind_speed",
            "precip",
            "pressure",
            "visib");

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<String> WEATHER =
            List.of("temp", "dewp", "humid", "wind_speed", "precip", "pressure", "visib");
    /** Minutes on the ground that the tables do not hold: taxiing at both ends. */
    private static final Duration TAXI = Duration.ofMinutes(25);

    private static final double MILES_PER_MINUTE = 7.5;
    /** In summer; the warehouse does not know of winter time. */
    private static final int HOURS_BEHIND_UTC = 4;

    private final List<Flight> flights;

    private FlightYear(List<Flight> flights) {
        this.flights = flights;
    }

    /** Reads {@code flights.csv}, {@code weather.csv} and {@code planes.csv} of the folder. */
    static FlightYear read(Path folder) throws IOException {
        Map<String, double[]> weather = new HashMap<>();
        for (Line line : Line.all(folder.resolve("weather.csv"))) {
            double[] values = WEATHER.stream().mapToDouble(line::number).toArray();
            weather.putIfAbsent(line.text("origin") + line.text("time_hour"), values);
        }
        Map<String, double[]> aircraft = new HashMap<>();
        for (Line line : Line.all(folder.resolve("planes.csv"))) {
            aircraft.put(line.text("tailnum"), new double[] {line.number("seats"), line.number("year")});
        }
        double[] calm = new double[WEATHER.size()];
        Arrays.fill(calm, Double.NaN);
        double[] unknown = {Double.NaN, Double.NaN};
        List<Flight> flights = new ArrayList<>();
        for (Line line : Line.all(folder.resolve("flights.csv"))) {
            flights.add(flight(
                    line,
                    weather.getOrDefault(line.text("origin") + line.text("time_hour"), calm),
                    aircraft.getOrDefault(line.text("tailnum"), unknown)));
        }
        flights.sort(Comparator.comparing(Flight::departure));
        return new FlightYear(List.copyOf(flights));
    }

    private static Flight flight(Line line, double[] weather, double[] aircraft) {
        Instant departure = Instant.parse(line.text("time_hour")).plusSeconds(60 * (long) line.number("minute"));
        double[] numbers = new double[NUMBERS.size()];
        numbers[0] = line.number("hour");
        numbers[1] = departure.atZone(NEW_YORK).getDayOfWeek().getValue();
        numbers[2] = line.number("distance");
        numbers[3] = aircraft[0];
        numbers[4] = aircraft[1];
        System.arraycopy(weather, 0, numbers, 5, weather.length);
        boolean cancelled = Double.isNaN(line.number("dep_time"));
        double airborne = line.number("air_time");
        double minutes = Double.isNaN(airborne) ? numbers[2] / MILES_PER_MINUTE : airborne;
        double delay = Double.isNaN(line.number("dep_delay")) ? 0 : Math.max(0, line.number("dep_delay"));
        String tail = line.text("tailnum");
        return new Flight(
                departure,
                departure.plus(TAXI).plusSeconds(Math.round(60 * (minutes + delay))),
                cancelled || line.number("arr_delay") > 15,
                tail.isEmpty() || "NA".equals(tail) ? null : tail,
                line.text("carrier"),
                line.text("origin"),
                line.text("dest"),
                numbers);
    }

    /** All flights that leave in {@code [from, to)}. */
    List<Flight> between(Instant from, Instant to) {
        return flights.subList(firstAt(from), firstAt(to));
    }

    private int firstAt(Instant instant) {
        int low = 0;
        int high = flights.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (flights.get(middle).departure().isBefore(instant)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Writes labelled flights as a CSV table that {@code perennial data import} reads. */
    static void write(List<Flight> flights, UnaryOperator<double[]> units, Path file) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.println("event_time,carrier,origin,dest," + String.join(",", NUMBERS) + ",late");
            StringBuilder row = new StringBuilder();
            for (Flight flight : flights) {
                row.setLength(0);
                row.append(flight.departure())
                        .append(',')
                        .append(flight.carrier())
                        .append(',');
                row.append(flight.origin()).append(',').append(flight.destination());
                for (double number : units.apply(flight.numbers())) {
                    row.append(',');
                    if (!Double.isNaN(number)) {
                        row.append(number);
                    }
                }
                out.println(row.append(',').append(flight.late() ? 1 : 0));
            }
        }
    }

    /**
     * The same numbers as a warehouse hands them out after somebody tidied it: weather in SI units, hours in UTC. A model
     * trained and tested on such a table looks well, and is served something else.
     */
    static double[] asInTheWarehouse(double[] numbers) {
        numbers[0] = (numbers[0] + HOURS_BEHIND_UTC) % 24;
        numbers[5] = (numbers[5] - 32) / 1.8 + 273.15;
        numbers[6] = (numbers[6] - 32) / 1.8 + 273.15;
        numbers[8] *= 0.44704;
        numbers[9] *= 25.4;
        numbers[10] *= 100;
        numbers[11] *= 1609.344;
        return numbers;
    }

    /** A line of a CSV file without quoted commas, read by its column names. */
    private record Line(Map<String, Integer> header, List<String> cells) {
        static List<Line> all(Path file) throws IOException {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                @Nullable String first = reader.readLine();
                if (first == null) {
                    throw new IOException("Cannot read " + file + ": it is empty");
                }
                Map<String, Integer> header = new HashMap<>();
                for (String name : first.split(",", -1)) {
                    header.put(name, header.size());
                }
                List<Line> lines = new ArrayList<>();
                for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(new Line(header, Arrays.asList(line.split(",", -1))));
                }
                return lines;
            }
        }

        String text(String column) {
            return cells.get(header.getOrDefault(column, 0));
        }

        double number(String column) {
            String text = text(column);
            return text.isEmpty() || "NA".equals(text) ? Double.NaN : Double.parseDouble(text);
        }
    }
}
