package dev.perennial.monitoring.compat.evidently;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.SharedTable;
import dev.perennial.monitoring.compat.PeerSplits;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against {@code oracles/evidently-presets/presets.json}, which {@code generate.py} beside it has written. */
@Tag("oracle-evidently")
class EvidentlyPresetsOracleTest {
    private static final double PARITY = 1e-6;
    private static final List<String> BIKE_CATEGORIES =
            List.of("season", "holiday", "weekday", "workingday", "weathersit", "hr");

    @TestFactory
    Stream<DynamicTest> everyMetricOfEveryPresetIsEvidentlys() {
        PeerSplits bike = PeerSplits.bike();
        ColumnTable january = bike(bike.reference());
        ColumnTable february = bike(bike.current());
        PeerSplits people = PeerSplits.census(20);
        ColumnTable reference = census(people.reference(), people.reference().categories("employed"));
        ColumnTable chunk =
                census(people.current(), target().rows(100_000, 105_000).categories("employed"));
        EvidentlyTask counts = new EvidentlyTask.Numbers("cnt", "guess");
        Map<String, EvidentlyPreset> ours = Map.of(
                "bike drift", DataDriftPreset.of(january, february),
                "bike summary", DataSummaryPreset.of(january, february),
                "damaged bike summary", DataSummaryPreset.of(damaged(january, 1), damaged(february, 3)),
                "census drift", DataDriftPreset.of(features(reference), features(chunk)),
                "census summary", DataSummaryPreset.of(features(reference), features(chunk)),
                "census labels",
                        ClassificationPreset.of(chunk, new EvidentlyTask.Labels("employed", "prediction", "1")),
                "census scores",
                        ClassificationPreset.of(
                                chunk, new EvidentlyTask.Probability("employed", "predicted_probability", "1")),
                "census classes",
                        ClassificationPreset.of(guessing(chunk), new EvidentlyTask.Labels("MAR", "guess", "1")),
                "bike regression", last(EvidentlyReport.of(counting(january, 0), counting(february, 0), counts)),
                "bike regression around zero",
                        last(EvidentlyReport.of(counting(january, 40), counting(february, 40), counts)));
        List<DynamicTest> tests = new ArrayList<>();
        presets().properties().forEach(section -> {
            List<EvidentlyMetric> metrics =
                    Objects.requireNonNull(ours.get(section.getKey())).metrics();
            tests.add(DynamicTest.dynamicTest(
                    section.getKey() + " has the same metrics in the same order",
                    () -> assertThat(metrics.stream().map(EvidentlyMetric::name))
                            .containsExactlyElementsOf(section.getValue().findValuesAsText("metric"))));
            for (int i = 0; i < section.getValue().size(); i++) {
                JsonNode expected = section.getValue().get(i);
                EvidentlyMetric metric = metrics.get(i);
                tests.add(DynamicTest.dynamicTest(
                        section.getKey() + " " + metric.name(),
                        () -> check(metric.value(), expected.required("value"))));
            }
        });
        return tests.stream();
    }

    @Test
    void aColumnWithoutValuesIsReportedAndStopsNothing() {
        ColumnTable before = ColumnTable.builder(3)
                .numbers("dewp", new double[] {1, 2, 3})
                .numbers("temp", new double[] {1, 2, 3})
                .build();
        ColumnTable after = ColumnTable.builder(3)
                .numbers("dewp", new double[] {Double.NaN, Double.NaN, Double.NaN})
                .numbers("temp", new double[] {1, 2, 3})
                .build();
        EvidentlyReport report = EvidentlyReport.of(before, after, new EvidentlyTask.None());
        List<EvidentlyMetric> drift = report.presets().get(0).metrics();
        assertThat(drift.get(0).value()).isEqualTo(new EvidentlyValue.Count(0, 0));
        assertThat(drift.get(1).value())
                .isEqualTo(new EvidentlyValue.Raised(
                        "an empty column was provided for drift calculation in the current data"));
        assertThat(drift.get(2).value()).isInstanceOf(EvidentlyValue.Single.class);
    }

    private static void check(EvidentlyValue value, JsonNode expected) {
        if (value instanceof EvidentlyValue.Single single) {
            near(single.value(), expected);
        } else if (value instanceof EvidentlyValue.NoNumber none) {
            assertThat(none.shown()).isEqualTo(expected.asText());
        } else if (value instanceof EvidentlyValue.Count count) {
            near((double) count.count(), expected.required("count"));
            near(count.share(), expected.required("share"));
        } else if (value instanceof EvidentlyValue.MeanAndDeviation pair) {
            near(pair.mean(), expected.required("mean"));
            near(pair.std(), expected.required("std"));
        } else if (value instanceof EvidentlyValue.ByLabel labels) {
            same(labels.values(), expected);
        } else if (value instanceof EvidentlyValue.LabelCounts counts) {
            same(counts.counts(), expected.required("counts"));
            same(counts.shares(), expected.required("shares"));
        } else {
            throw new AssertionError("Evidently does not raise here: " + value);
        }
    }

    private static void same(Map<String, ? extends Number> actual, JsonNode expected) {
        assertThat(actual).hasSize(expected.size());
        actual.forEach((label, value) -> near(value.doubleValue(), expected.required(label)));
    }

    private static void near(double actual, JsonNode expected) {
        assertThat(expected.isNumber()).as("expected %s", expected).isTrue();
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(PARITY * Math.max(1e-3, Math.abs(value))));
    }

    private static EvidentlyPreset last(EvidentlyReport report) {
        return report.presets().get(report.presets().size() - 1);
    }

    private static ColumnTable bike(SharedTable rows) {
        ColumnTable.Builder builder = ColumnTable.builder(rows.size());
        PeerSplits.BIKE_NUMBERS.forEach(name -> builder.add(name, rows.numbers(name)));
        BIKE_CATEGORIES.forEach(name -> builder.add(name, rows.categories(name)));
        return builder.build();
    }

    private static ColumnTable census(SharedTable rows, CategoryColumn employed) {
        ColumnTable.Builder builder = ColumnTable.builder(rows.size());
        rows.names().stream()
                .filter(name -> !List.of("id", "year", "employed").contains(name))
                .forEach(name -> builder.add(name, rows.column(name, PeerSplits.CENSUS_NUMBERS)));
        return builder.add("employed", employed).build();
    }

    private static SharedTable target() {
        return SharedTable.of("employment_MA_analysis_target.csv.gz");
    }

    private static ColumnTable features(ColumnTable people) {
        ColumnTable.Builder builder = ColumnTable.builder(people.rows());
        people.columns().forEach((name, column) -> {
            if (!name.equals("employed")) {
                builder.add(name, column);
            }
        });
        return builder.build();
    }

    private static ColumnTable guessing(ColumnTable people) {
        double[] age = numbers(people, "AGEP");
        CategoryColumn prediction = (CategoryColumn) people.column("prediction").orElseThrow();
        String[] guess = IntStream.range(0, people.rows())
                .mapToObj(row -> age[row] < 25
                        ? "5"
                        : age[row] > 80
                                ? "2"
                                : "1"
                                                .equals(prediction
                                                        .dictionary()
                                                        .get(prediction.codes()[row]))
                                        ? "1"
                                        : "3")
                .toArray(String[]::new);
        return ColumnTable.builder(people.rows())
                .add("MAR", people.column("MAR").orElseThrow())
                .categories("guess", guess)
                .build();
    }

    private static ColumnTable counting(ColumnTable hours, double less) {
        double[] registered = numbers(hours, "registered");
        return ColumnTable.builder(hours.rows())
                .numbers(
                        "cnt",
                        Arrays.stream(numbers(hours, "cnt"))
                                .map(count -> count - less)
                                .toArray())
                .numbers(
                        "guess",
                        IntStream.range(0, hours.rows())
                                .mapToDouble(row ->
                                        less > 0 && row % 29 == 0 ? Double.NaN : registered[row] * 1.25 + 2 - less)
                                .toArray())
                .build();
    }

    /* The same damage as generate.py does. */
    private static ColumnTable damaged(ColumnTable hours, int seed) {
        int rows = hours.rows();
        ColumnTable.Builder builder = ColumnTable.builder(rows);
        double[] temp = numbers(hours, "temp");
        for (String name : PeerSplits.BIKE_NUMBERS) {
            double[] values = numbers(hours, name).clone();
            for (int row = 0; row < rows; row++) {
                if (name.equals("hum") && (row * 7 + seed) % 11 == 0) {
                    values[row] = Double.NaN;
                }
                if (name.equals("windspeed") && (row + seed) % 97 == 0) {
                    values[row] = Double.POSITIVE_INFINITY;
                }
            }
            builder.numbers(name, doubled(values));
        }
        builder.numbers("empty", doubled(each(rows, row -> Double.NaN)));
        builder.numbers("constant", doubled(each(rows, row -> 7)));
        builder.numbers("nearly", doubled(each(rows, row -> (row + seed) % 50 == 0 ? 1 : 2)));
        builder.numbers("twin", doubled(temp.clone()));
        builder.numbers("nearly_twin", doubled(each(rows, row -> (row + seed) % 60 == 0 ? -1 : temp[row])));
        for (String name : BIKE_CATEGORIES) {
            CategoryColumn column = (CategoryColumn) hours.column(name).orElseThrow();
            int[] codes = column.codes().clone();
            for (int row = 0; row < rows; row++) {
                if (name.equals("weathersit") && (row * 5 + seed) % 13 == 0) {
                    codes[row] = CategoryColumn.MISSING;
                }
            }
            for (int k = 0; k < 5; k++) {
                codes[10 + k] = codes[30];
            }
            builder.add(name, new CategoryColumn(column.dictionary(), codes));
        }
        return builder.build();
    }

    private static double[] doubled(double[] values) {
        for (int k = 0; k < 5; k++) {
            values[10 + k] = values[30];
        }
        return values;
    }

    private static double[] each(int rows, IntToDoubleFunction value) {
        return IntStream.range(0, rows).mapToDouble(value).toArray();
    }

    private static double[] numbers(ColumnTable table, String name) {
        return ((NumberColumn) table.column(name).orElseThrow()).values();
    }

    private static JsonNode presets() {
        try (InputStream file =
                EvidentlyPresetsOracleTest.class.getResourceAsStream("/oracles/evidently-presets/presets.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
