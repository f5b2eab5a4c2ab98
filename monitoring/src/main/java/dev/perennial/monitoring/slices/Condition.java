package dev.perennial.monitoring.slices;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A condition on the columns of a row, such as {@code precip > 0.1} or {@code carrier = 'UA' and distance >= 500}, with
 * {@code or}, {@code not}, {@code in ('UA', 'DL')}, {@code is missing} and parentheses. Numbers compare as numbers,
 * categories only by {@code =} and {@code !=}. A row whose compared column is missing satisfies neither the comparison nor
 * its negation. Immutable.
 */
public final class Condition {
    private final Expression expression;

    private Condition(Expression expression) {
        this.expression = expression;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says where and what was expected
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Condition parse(String text) {
        return new Condition(ConditionParser.parse(text));
    }

    /** The row has a value, and it is this one. */
    static Condition equal(String column, String value) {
        return new Condition(new Expression.Comparison(column, Expression.Sign.EQUAL, value));
    }

    /** The row has no value. */
    static Condition missing(String column) {
        return new Condition(new Expression.Missing(column));
    }

    /**
     * The indexes of the rows that satisfy it, rising.
     *
     * @throws IllegalArgumentException if the table lacks a column or has it with another type
     */
    public int[] rowsOf(ColumnTable table) {
        IntFunction<Truth> truth = expression.on(table);
        return IntStream.range(0, table.rows())
                .filter(row -> truth.apply(row) == Truth.TRUE)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && expression.equals(that.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    /** The text that {@link #parse} reads back to an equal condition. */
    @JsonValue
    @Override
    public String toString() {
        return expression.toString();
    }
}
