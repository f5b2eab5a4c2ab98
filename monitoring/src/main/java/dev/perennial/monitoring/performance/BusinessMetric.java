package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/** What a model is there for, as a declaration names it: watch hours, click-through, loss by fraud. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BusinessMetric.Mean.class, name = "mean"),
    @JsonSubTypes.Type(value = BusinessMetric.Rate.class, name = "rate"),
    @JsonSubTypes.Type(value = BusinessMetric.Ratio.class, name = "ratio")
})
public sealed interface BusinessMetric {

    /** What it is called. */
    String name();

    /** Which way is better. */
    Direction direction();

    /**
     * The mean of a number over the rows that have one, such as watch hours.
     *
     * @param name what it is called
     * @param direction which way is better
     * @param column the number
     */
    record Mean(String name, Direction direction, String column) implements BusinessMetric {

        /** Checks the names. */
        public Mean {
            check(name, direction);
            Require.text(column, "column of " + name);
        }
    }

    /**
     * The share of rows whose column is one value, among those that have one: clicked is 1.
     *
     * @param name what it is called
     * @param direction which way is better
     * @param column the column
     * @param value a category, or a number
     */
    record Rate(String name, Direction direction, String column, String value) implements BusinessMetric {

        /** Checks the names. */
        public Rate {
            check(name, direction);
            Require.text(column, "column of " + name);
            Require.text(value, "value of " + name);
        }
    }

    /**
     * The sum of one number over the sum of another, over the rows that have both, such as clicks by impressions.
     *
     * @param name what it is called
     * @param direction which way is better
     * @param numerator the number above
     * @param denominator the number below
     */
    record Ratio(String name, Direction direction, String numerator, String denominator) implements BusinessMetric {

        /** Checks the names. */
        public Ratio {
            check(name, direction);
            Require.text(numerator, "numerator of " + name);
            Require.text(denominator, "denominator of " + name);
        }
    }

    private static void check(String name, Direction direction) {
        Require.text(name, "name of a business metric");
        if (direction == Direction.CLOSER_IS_BETTER) {
            throw new IllegalArgumentException("Invalid direction of " + name
                    + ": closer-is-better, expected lower-is-better, higher-is-better or descriptive");
        }
    }
}
