package dev.perennial.activities;

import dev.perennial.activities.data.LoggedPrediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Seeded rows of two numbers and a category whose label follows a logistic law; law and inputs may change by day. */
final class SyntheticStream {
    private final long seed;
    private final int rowsPerDay;

    SyntheticStream(long seed, int rowsPerDay) {
        this.seed = seed;
        this.rowsPerDay = rowsPerDay;
    }

    /** The rows of a day, twelve hours apart in two hours; the same day always has the same rows. */
    List<LoggedPrediction> day(Instant midnight, Inputs inputs, ToDoubleFunction<Row> logOdds) {
        SplittableRandom random = new SplittableRandom(seed ^ midnight.getEpochSecond());
        List<LoggedPrediction> rows = new ArrayList<>(rowsPerDay);
        for (int index = 0; index < rowsPerDay; index++) {
            Row row = new Row(
                    random.nextGaussian() + inputs.shift(),
                    random.nextGaussian(),
                    random.nextDouble() < inputs.shareOfB() ? "b" : "a");
            double probability = 1 / (1 + Math.exp(-logOdds.applyAsDouble(row)));
            Instant time =
                    midnight.plus(Duration.ofHours(index % 2 == 0 ? 9 : 21)).plusSeconds(index);
            rows.add(LoggedPrediction.of(
                    midnight.getEpochSecond() + "-" + index,
                    time,
                    probability,
                    random.nextDouble() < probability ? 1 : 0,
                    Map.of("height", row.height(), "weight", row.weight(), "kind", row.kind())));
        }
        return rows;
    }

    static double law(Row row) {
        return -0.8 + 1.2 * row.height() - 0.8 * row.weight() + (row.kind().equals("b") ? 0.7 : 0);
    }

    static double changedLaw(Row row) {
        return -0.8 - 0.6 * row.height() - 0.8 * row.weight() + (row.kind().equals("b") ? 0.7 : 0);
    }

    record Row(double height, double weight, String kind) {}

    record Inputs(double shift, double shareOfB) {
        static final Inputs USUAL = new Inputs(0, 0.3);
    }
}
