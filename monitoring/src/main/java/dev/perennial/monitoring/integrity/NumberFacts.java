package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column of numbers.
 *
 * @param rows rows that had the column
 * @param missing rows without a value (NaN)
 * @param infinite rows whose value is infinite
 * @param outOfRange rows whose finite value lies outside the declared range; zero where none is declared
 * @param least the least finite value; absent when there is none
 * @param most the largest finite value; absent when there is none
 * @param values the finite values
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NumberFacts(
        long rows,
        long missing,
        long infinite,
        long outOfRange,
        OptionalDouble least,
        OptionalDouble most,
        LogHistogram values)
        implements ColumnFacts {

    /** Checks that the counts add up. */
    public NumberFacts {
        Require.notNegative(missing, "count of missing values");
        Require.notNegative(infinite, "count of infinite values");
        Require.notNegative(outOfRange, "count of values out of range");
        if (rows != missing + infinite + values.values() || least.isPresent() != (values.values() > 0)) {
            throw new IllegalArgumentException("Invalid facts: " + rows + " rows, " + missing + " missing, " + infinite
                    + " infinite, " + values.values() + " finite");
        }
        least.ifPresent(value -> Require.finite(value, "least value"));
        most.ifPresent(value -> Require.finite(value, "largest value"));
    }

    static NumberFacts of(NumberColumn column, Optional<DeclaredColumn.Bounds> range) {
        double low = range.map(DeclaredColumn.Bounds::low).orElse(-Double.MAX_VALUE);
        double high = range.map(DeclaredColumn.Bounds::high).orElse(Double.MAX_VALUE);
        long missing = 0;
        long infinite = 0;
        long outside = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : column.values()) {
            if (Double.isNaN(value)) {
                missing++;
            } else if (Double.isInfinite(value)) {
                infinite++;
            } else {
                outside += value < low || value > high ? 1 : 0;
                least = Math.min(least, value + 0.0);
                most = Math.max(most, value + 0.0);
            }
        }
        boolean some = least <= most;
        return new NumberFacts(
                column.rows(),
                missing,
                infinite,
                outside,
                some ? OptionalDouble.of(least) : OptionalDouble.empty(),
                some ? OptionalDouble.of(most) : OptionalDouble.empty(),
                LogHistogram.of(column.values()));
    }

    @Override
    public Optional<String> constant() {
        return least.isPresent() && infinite == 0 && least.getAsDouble() == most.getAsDouble()
                ? Optional.of(Double.toString(least.getAsDouble()))
                : Optional.empty();
    }

    @Override
    public ColumnFacts merge(ColumnFacts other) {
        if (!(other instanceof NumberFacts that)) {
            return MistypedFacts.of(this).merge(other);
        }
        return new NumberFacts(
                rows + that.rows,
                missing + that.missing,
                infinite + that.infinite,
                outOfRange + that.outOfRange,
                least.isEmpty() || (that.least.isPresent() && that.least.getAsDouble() < least.getAsDouble())
                        ? that.least
                        : least,
                most.isEmpty() || (that.most.isPresent() && that.most.getAsDouble() > most.getAsDouble())
                        ? that.most
                        : most,
                values.merge(that.values));
    }
}
