package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Measures declared business metrics: means with Student's interval, rates with Wilson's, ratios of sums by the delta
 * method; all robust to dependence within blocks.
 */
public final class BusinessMetrics {
    private static final double LARGEST = 1e100;

    private final ColumnTable table;
    private final Blocks blocks;

    private BusinessMetrics(ColumnTable table, Blocks blocks) {
        Require.sameLength(table.rows(), blocks.rows(), "block keys");
        this.table = table;
        this.blocks = blocks;
    }

    /**
     * Measures metrics.
     *
     * @param table the columns that they name
     * @param blocks which rows share their circumstances
     * @param metrics what is declared
     * @param level the two-sided level of intervals
     * @throws IllegalArgumentException if a column is absent or of another type than the metric needs
     */
    public static List<BusinessValue> measure(
            ColumnTable table, Blocks blocks, List<BusinessMetric> metrics, double level) {
        BusinessMetrics measures = new BusinessMetrics(table, blocks);
        return metrics.stream().map(metric -> measures.value(metric, level)).toList();
    }

    /** One metric, with intervals at any level, to be compared by its own direction. */
    public static Evaluation evaluate(ColumnTable table, Blocks blocks, BusinessMetric metric) {
        return new BusinessMetrics(table, blocks).of(metric).evaluation();
    }

    private record Measured(Evaluation evaluation, LabelMaturity arrived, long unusable) {}

    private BusinessValue value(BusinessMetric metric, double level) {
        Measured of = of(metric);
        return new BusinessValue(metric, of.evaluation().estimate(level), of.arrived(), of.unusable());
    }

    private Measured of(BusinessMetric metric) {
        if (metric instanceof BusinessMetric.Mean mean) {
            return mean(numbers(mean.column(), metric));
        }
        if (metric instanceof BusinessMetric.Rate rate) {
            return rate(rate);
        }
        BusinessMetric.Ratio ratio = (BusinessMetric.Ratio) metric;
        return ratio(ratio, numbers(ratio.numerator(), metric), numbers(ratio.denominator(), metric));
    }

    private Column column(String name, BusinessMetric metric) {
        return table.column(name)
                .orElseThrow(() -> new IllegalArgumentException("Invalid metric " + metric.name()
                        + ": there is no column '" + name + "', expected one of "
                        + String.join(", ", table.names())));
    }

    private double[] numbers(String name, BusinessMetric metric) {
        if (column(name, metric) instanceof NumberColumn numbers) {
            return numbers.values();
        }
        throw new IllegalArgumentException(
                "Invalid metric " + metric.name() + ": " + name + " is a category, expected a number");
    }

    private static boolean usable(double value) {
        return Math.abs(value) <= LARGEST;
    }

    private Measured mean(double[] values) {
        int[] kept = rows(row -> usable(values[row]));
        double[] numbers = Arrays.stream(kept).mapToDouble(row -> values[row]).toArray();
        long arrived = rows(row -> !Double.isNaN(values[row])).length;
        return new Measured(
                Means.of(numbers, blocks.select(kept), -Double.MAX_VALUE, Double.MAX_VALUE),
                new LabelMaturity(arrived, table.rows()),
                arrived - kept.length);
    }

    private int[] rows(IntPredicate wanted) {
        return IntStream.range(0, table.rows()).filter(wanted).toArray();
    }

    private Measured rate(BusinessMetric.Rate rate) {
        Column column = column(rate.column(), rate);
        int[] kept = rows(row -> !column.missing(row));
        IntPredicate hit = column instanceof CategoryColumn categories
                ? row -> rate.value().equals(categories.value(row))
                : equal((NumberColumn) column, rate);
        return new Measured(
                Means.share(kept.length, i -> hit.test(kept[i]), i -> true, blocks.select(kept), "no row has a value"),
                new LabelMaturity(kept.length, table.rows()),
                0);
    }

    private static IntPredicate equal(NumberColumn column, BusinessMetric.Rate rate) {
        try {
            double wanted = Double.parseDouble(rate.value());
            return row -> column.values()[row] == wanted;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid metric " + rate.name() + ": " + rate.column()
                            + " is a number, expected a number instead of " + rate.value(),
                    e);
        }
    }

    /* The influence of a row on a ratio of sums is (above - ratio * below) over the mean of what is below. */
    private Measured ratio(BusinessMetric.Ratio declared, double[] above, double[] below) {
        int[] kept = rows(row -> usable(above[row]) && usable(below[row]));
        long arrived = rows(row -> !Double.isNaN(above[row]) && !Double.isNaN(below[row])).length;
        LabelMaturity maturity = new LabelMaturity(arrived, table.rows());
        double sumAbove =
                ExactSum.of(Arrays.stream(kept).mapToDouble(row -> above[row]).toArray());
        double sumBelow =
                ExactSum.of(Arrays.stream(kept).mapToDouble(row -> below[row]).toArray());
        long unusable = arrived - kept.length;
        Blocks groups = blocks.select(kept);
        if (kept.length == 0 || groups.count() < 2) {
            String what = groups.independent() || kept.length == 0 ? " rows" : " blocks";
            return new Measured(
                    Evaluation.unknown(groups.count() + what + ", at least 2 are needed", kept.length),
                    maturity,
                    unusable);
        }
        double value = sumAbove / sumBelow;
        if (sumBelow == 0 || !Double.isFinite(value)) {
            return new Measured(
                    Evaluation.unknown("the sum of " + declared.denominator() + " is " + sumBelow, kept.length),
                    maturity,
                    unusable);
        }
        double mean = sumBelow / kept.length;
        double[] influence = Arrays.stream(kept)
                .mapToDouble(row -> (above[row] - value * below[row]) / mean)
                .toArray();
        Influence of = Influence.of(influence, groups);
        if (of.blocks() < 2) {
            return new Measured(
                    Evaluation.unknown("the values are too large to be added up", kept.length), maturity, unusable);
        }
        return new Measured(
                Evaluation.known(
                        value,
                        Spreads.student(
                                value, of.standardError(), of.degreesOfFreedom(), -Double.MAX_VALUE, Double.MAX_VALUE),
                        kept.length),
                maturity,
                unusable);
    }
}
