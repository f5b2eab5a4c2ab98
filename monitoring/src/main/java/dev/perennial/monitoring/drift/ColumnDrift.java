package dev.perennial.monitoring.drift;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.Comparator;
import java.util.List;

/** Whether one column changed against the reference. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnDrift.Stable.class, name = "stable"),
    @JsonSubTypes.Type(value = ColumnDrift.Drifted.class, name = "drifted"),
    @JsonSubTypes.Type(value = ColumnDrift.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface ColumnDrift {

    /** The name of the column. */
    String column();

    /** What was measured, worst first; empty when not evaluable. */
    List<DriftMeasurement> measurements();

    /** One sentence with the numbers. */
    String because();

    /**
     * No measure shows a change that matters.
     *
     * @param column the name of the column
     * @param measurements worst first, at least one, none drifted
     */
    record Stable(String column, List<DriftMeasurement> measurements) implements ColumnDrift {

        /** Sorts the measurements. */
        public Stable {
            measurements = worstFirst(measurements);
            if (measurements.get(0).drifted()) {
                throw new IllegalArgumentException("Invalid stable column: " + column + " has drifted");
            }
        }

        @Override
        public String because() {
            return column + " is stable: " + measurements.get(0).because();
        }
    }

    /**
     * At least one measure shows a change that matters.
     *
     * @param column the name of the column
     * @param measurements worst first; the first one drifted
     */
    record Drifted(String column, List<DriftMeasurement> measurements) implements ColumnDrift {

        /** Sorts the measurements. */
        public Drifted {
            measurements = worstFirst(measurements);
            if (!measurements.get(0).drifted()) {
                throw new IllegalArgumentException("Invalid drifted column: no measure of " + column + " has drifted");
            }
        }

        /** The measure that shows the change most clearly. */
        public DriftMeasurement worst() {
            return measurements.get(0);
        }

        /** The column with its population stability index, such as {@code temp (PSI 1.21)}. */
        public String label() {
            return measurements.stream()
                    .filter(measured -> measured.measure() == DriftMeasure.POPULATION_STABILITY_INDEX)
                    .findFirst()
                    .map(index -> column + " (" + index.label() + ")")
                    .orElse(column);
        }

        @Override
        public String because() {
            String missing = measurements.stream()
                    .skip(1)
                    .filter(other -> other.measure() == DriftMeasure.MISSING_SHARE && other.drifted())
                    .map(other -> "; " + other.label())
                    .findFirst()
                    .orElse("");
            return column + " drifted: " + worst().because() + missing;
        }
    }

    /**
     * No answer.
     *
     * @param column the name of the column
     * @param reason why, in words
     */
    record NotEvaluable(String column, String reason) implements ColumnDrift {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }

        @Override
        public List<DriftMeasurement> measurements() {
            return List.of();
        }

        @Override
        public String because() {
            return column + " is not evaluable: " + reason;
        }
    }

    private static List<DriftMeasurement> worstFirst(List<DriftMeasurement> measurements) {
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException("Invalid column drift: no measurements");
        }
        return measurements.stream()
                .sorted(Comparator.comparing(DriftMeasurement::drifted)
                        .thenComparing(DriftMeasurement::severity)
                        .reversed()
                        .thenComparing(DriftMeasurement::measure))
                .toList();
    }
}
