package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a model is asked for. */
public enum Task {
    /** One of two outcomes, answered with the probability of the positive one. */
    BINARY_CLASSIFICATION,
    /** One of several classes. */
    MULTICLASS_CLASSIFICATION,
    /** A number. */
    REGRESSION,
    /** An order of items within a query. */
    RANKING;

    /** The name as it is declared, such as {@code binary-classification}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The task of a declared name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Task named(String label) {
        for (Task task : values()) {
            if (task.label().equals(label)) {
                return task;
            }
        }
        throw new IllegalArgumentException("Invalid task: " + label + ", expected "
                + Arrays.stream(values()).map(Task::label).collect(Collectors.joining(", ")));
    }
}
