package dev.perennial.activities.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever takes the answer to a question, row by row in the question's order. */
public interface LogAnswer {
    /** The names of the columns; called once, before any row. */
    void columns(List<String> names);

    /** A row: each value is a boolean, a number, a text, or null where it is missing. False asks for no more rows. */
    boolean row(List<@Nullable Object> values);
}
