package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The parts of a condition. */
sealed interface Expression {

    /* The truth by row of a table; fails where the table's columns do not fit. */
    IntFunction<Truth> on(ColumnTable table);

    /* How tightly it binds: a part that binds less than what holds it needs parentheses. */
    int binding();

    default String within(int outer) {
        return binding() < outer ? "(" + this + ")" : toString();
    }

    /* How two values are compared, as it is written. */
    enum Sign {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String text;

        Sign(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean needsOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }

    /* A column against one value; words keep the text that a number column would need to read. */
    record Comparison(String column, Sign sign, String value) implements Expression {

        @Override
        public IntFunction<Truth> on(ColumnTable table) {
            Column found = Expression.find(table, column);
            if (found instanceof NumberColumn numbers) {
                double limit = number(value);
                return row -> numbers.missing(row)
                        ? Truth.UNKNOWN
                        : Truth.of(sign.holds(Double.compare(numbers.values()[row] + 0.0, limit)));
            }
            if (sign.needsOrder()) {
                throw new IllegalArgumentException("Invalid condition: '" + this + "', " + column
                        + " is a category without order, expected = or !=");
            }
            CategoryColumn categories = (CategoryColumn) found;
            int code = categories.dictionary().indexOf(value);
            return row -> categories.missing(row)
                    ? Truth.UNKNOWN
                    : Truth.of((categories.codes()[row] == code) == (sign == Sign.EQUAL));
        }

        private double number(String text) {
            try {
                return Double.parseDouble(text) + 0.0;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "Invalid condition: '" + this + "', " + column + " is a number, expected a number after "
                                + sign.text(),
                        e);
            }
        }

        @Override
        public int binding() {
            return 3;
        }

        @Override
        public String toString() {
            return ConditionParser.quoted(column) + " " + sign.text() + " " + ConditionParser.quoted(value);
        }
    }

    /* Whether a column has no value. */
    record Missing(String column) implements Expression {

        @Override
        public IntFunction<Truth> on(ColumnTable table) {
            Column found = Expression.find(table, column);
            return row -> Truth.of(found.missing(row));
        }

        @Override
        public int binding() {
            return 3;
        }

        @Override
        public String toString() {
            return ConditionParser.quoted(column) + " is missing";
        }
    }

    /* The opposite. */
    record Not(Expression of) implements Expression {

        @Override
        public IntFunction<Truth> on(ColumnTable table) {
            IntFunction<Truth> inner = of.on(table);
            return row -> inner.apply(row).not();
        }

        @Override
        public int binding() {
            return 2;
        }

        @Override
        public String toString() {
            return "not " + of.within(3);
        }
    }

    /* All of several. */
    record All(List<Expression> parts) implements Expression {

        @Override
        public IntFunction<Truth> on(ColumnTable table) {
            List<IntFunction<Truth>> inner =
                    parts.stream().map(part -> part.on(table)).toList();
            return row -> inner.stream().map(part -> part.apply(row)).reduce(Truth.TRUE, Truth::and);
        }

        @Override
        public int binding() {
            return 1;
        }

        @Override
        public String toString() {
            return parts.stream().map(part -> part.within(2)).collect(Collectors.joining(" and "));
        }
    }

    /* Any of several. */
    record Any(List<Expression> parts) implements Expression {

        @Override
        public IntFunction<Truth> on(ColumnTable table) {
            List<IntFunction<Truth>> inner =
                    parts.stream().map(part -> part.on(table)).toList();
            return row -> inner.stream().map(part -> part.apply(row)).reduce(Truth.FALSE, Truth::or);
        }

        @Override
        public int binding() {
            return 0;
        }

        @Override
        public String toString() {
            return parts.stream().map(part -> part.within(1)).collect(Collectors.joining(" or "));
        }
    }

    private static Column find(ColumnTable table, String column) {
        return table.column(column)
                .orElseThrow(() -> new IllegalArgumentException("Invalid condition: there is no column '" + column
                        + "', expected one of " + String.join(", ", table.names())));
    }
}
