package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.Require;
import java.util.List;

/**
 * A part of the rows that one column singles out.
 *
 * @param column the name of the column
 * @param values the categories, or the interval of numbers in words
 */
public record Region(String column, List<String> values) {

    /** Copies the list. */
    public Region {
        Require.text(column, "column");
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Invalid region: no value of " + column);
        }
    }

    /** The region in words, such as {@code RELP in {16, 17}}. */
    public String label() {
        return values.size() == 1 ? column + " " + values.get(0) : column + " in {" + String.join(", ", values) + "}";
    }
}
