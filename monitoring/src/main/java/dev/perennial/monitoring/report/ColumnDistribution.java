package dev.perennial.monitoring.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.profile.CategoryProfile;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How one column was distributed in the window and in the reference: counts over the bins that were frozen with the
 * reference, enough to draw both and to recompute every distance between them that is read from counts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnDistribution.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = ColumnDistribution.Categorical.class, name = "category")
})
public sealed interface ColumnDistribution {

    /** The name of the column. */
    String column();

    /** The counts of the reference. */
    Side reference();

    /** The counts of the window. */
    Side window();

    /**
     * A column of numbers.
     *
     * @param column the name of the column
     * @param cuts strictly increasing cut points; bin {@code i} holds the values above cut {@code i - 1} and up to cut
     *     {@code i}, the first and the last bin are open
     * @param reference the counts of the reference, one more than there are cuts
     * @param window the counts of the window
     */
    record Numeric(String column, List<Double> cuts, Side reference, Side window) implements ColumnDistribution {

        /** Copies the cuts and checks that both sides have one count a bin. */
        public Numeric {
            cuts = List.copyOf(cuts);
            requireBins(column, cuts.size() + 1, reference, window);
        }
    }

    /**
     * A column of categories.
     *
     * @param column the name of the column
     * @param categories the categories that are counted by name
     * @param reference the counts of the reference, one a category
     * @param window the counts of the window
     */
    record Categorical(String column, List<String> categories, Side reference, Side window)
            implements ColumnDistribution {

        /** Copies the categories and checks that both sides have one count a category. */
        public Categorical {
            categories = List.copyOf(categories);
            requireBins(column, categories.size(), reference, window);
        }
    }

    /**
     * The counts of one side.
     *
     * @param rows all rows: those counted in bins, the missing and the unexpected ones
     * @param counts one count a bin
     * @param missing rows without a value
     * @param unexpected rows in categories that are not counted by name, or with an infinite value
     * @param mean the mean of the finite values; absent for categories and where there is none
     * @param standardDeviation the standard deviation of the finite values (denominator n); absent likewise
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Side(
            long rows,
            List<Long> counts,
            long missing,
            long unexpected,
            OptionalDouble mean,
            OptionalDouble standardDeviation) {

        /** Checks that the counts add up to the rows. */
        public Side {
            counts = List.copyOf(counts);
            long sum = Math.addExact(Require.notNegative(missing, "count of missing values"), unexpected);
            for (long count : counts) {
                sum = Math.addExact(sum, Require.notNegative(count, "count"));
            }
            if (sum != rows) {
                throw new IllegalArgumentException("Invalid counts: they add up to " + sum + ", expected " + rows);
            }
            mean.ifPresent(value -> Require.finite(value, "mean"));
            standardDeviation.ifPresent(value -> Require.notNegative(value, "standard deviation"));
        }

        private static Side of(ColumnProfile profile) {
            OptionalDouble mean = OptionalDouble.empty();
            OptionalDouble deviation = OptionalDouble.empty();
            if (profile instanceof NumericProfile numeric) {
                mean = numeric.mean();
                deviation = numeric.standardDeviation();
            }
            return new Side(profile.rows(), profile.counts(), profile.missing(), profile.unexpected(), mean, deviation);
        }
    }

    /** The columns that both tables have over the same bins, by name. */
    static List<ColumnDistribution> of(TableProfile reference, TableProfile window) {
        List<ColumnDistribution> distributions = new ArrayList<>();
        for (var column : reference.columns().entrySet()) {
            window.column(column.getKey())
                    .map(after -> of(column.getKey(), column.getValue(), after))
                    .ifPresent(distributions::add);
        }
        return distributions;
    }

    private static ColumnDistribution of(String name, ColumnProfile reference, ColumnProfile window) {
        return reference instanceof NumericProfile numeric
                ? new Numeric(name, numeric.bins().cuts(), Side.of(reference), Side.of(window))
                : new Categorical(
                        name, ((CategoryProfile) reference).bins().categories(), Side.of(reference), Side.of(window));
    }

    private static void requireBins(String column, int bins, Side reference, Side window) {
        Require.sameLength(bins, reference.counts().size(), "reference counts of " + column);
        Require.sameLength(bins, window.counts().size(), "window counts of " + column);
    }
}
