package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Interval;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/** A metric's value with intervals at any level, or why it has none; what comparisons and reports are made from. */
public sealed interface Evaluation {

    /** The rows (queries, for a ranking) that it rests on. */
    long rows();

    /** The value with its interval at one two-sided level. */
    Estimate estimate(double level);

    /** The result of one of two functions, by what this is. */
    <T> T match(Function<Known, T> known, Function<Unknown, T> unknown);

    /**
     * A value.
     *
     * @param value the point estimate
     * @param spread its intervals
     * @param rows the rows that it rests on
     * @param error the largest error that comes from counting in bins; the intervals hold it
     * @param notes what a reader must know
     */
    record Known(double value, Spread spread, long rows, double error, List<String> notes) implements Evaluation {

        /** Checks the numbers. */
        public Known {
            Require.finite(value, "value");
            Require.notNegative(error, "error");
            notes = List.copyOf(notes);
        }

        @Override
        public Estimate estimate(double level) {
            return Estimate.of(value, spread.at(level));
        }

        /** The same value with other intervals. */
        Known spreading(Spread other) {
            return new Known(value, other, rows, error, notes);
        }

        /** The interval at a two-sided level. */
        public Interval interval(double level) {
            return spread.at(level);
        }

        @Override
        public <T> T match(Function<Known, T> known, Function<Unknown, T> unknown) {
            return known.apply(this);
        }
    }

    /**
     * No value.
     *
     * @param reason why, in words
     * @param rows the rows that there were
     */
    record Unknown(String reason, long rows) implements Evaluation {

        /** Refuses an empty reason. */
        public Unknown {
            Require.text(reason, "reason");
        }

        @Override
        public Estimate estimate(double level) {
            return new Estimate.NotEvaluable(reason);
        }

        @Override
        public <T> T match(Function<Known, T> known, Function<Unknown, T> unknown) {
            return unknown.apply(this);
        }
    }

    /** A value from rows, or an unknown where the arithmetic has left the range of numbers. */
    static Evaluation known(double value, Spread spread, long rows) {
        return known(value, spread, rows, List.of());
    }

    /** A value from rows with notes, or an unknown where the arithmetic has left the range of numbers. */
    static Evaluation known(double value, Spread spread, long rows, List<String> notes) {
        return Double.isFinite(value)
                ? new Known(value, spread, rows, 0, notes)
                : new Unknown("the values are too large to be added up", rows);
    }

    /** No value. */
    static Evaluation unknown(String reason, long rows) {
        return new Unknown(reason, rows);
    }

    /** An increasing function of this. */
    default Evaluation map(DoubleUnaryOperator increasing) {
        return match(
                known -> known(
                        increasing.applyAsDouble(known.value()),
                        Spreads.mapped(known.spread(), increasing),
                        known.rows(),
                        known.notes()),
                unknown -> unknown);
    }

    /** This with an error that comes from counting in bins, which its intervals take in. */
    default Evaluation blurred(double error) {
        return match(
                known -> new Known(
                        known.value(),
                        Spreads.widened(known.spread(), error),
                        known.rows(),
                        known.error() + error,
                        known.notes()),
                unknown -> unknown);
    }

    /** This with one more note; an unknown stays as it is. */
    default Evaluation noting(String note) {
        return match(
                known -> new Known(
                        known.value(),
                        known.spread(),
                        known.rows(),
                        known.error(),
                        Stream.concat(known.notes().stream(), Stream.of(note)).toList()),
                unknown -> unknown);
    }

    /** This as an entry of a report. */
    default MetricValue as(MetricName name, double level) {
        return match(
                known -> new MetricValue(name, known.estimate(level), known.rows(), known.error(), known.notes()),
                unknown -> new MetricValue(name, unknown.estimate(level), unknown.rows(), 0, List.of()));
    }
}
