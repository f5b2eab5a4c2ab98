package dev.perennial.monitoring.distance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import dev.perennial.monitoring.distance.DistanceOutcome.NotEvaluable;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The distances between a reference and a current sample, each by name, in our own form.
 *
 * <p>All are zero or more, and larger is a larger change. Those over bins use bins frozen with the reference, with bins of
 * their own for missing and for unexpected values; the divergences smooth counts by Jeffreys' prior, so that an empty bin
 * gives a finite number. The forms of other products, which differ in bins, logarithms and roots, are in the package
 * {@code compat}.
 */
public enum Distance {
    /**
     * Population stability index, Σ (q - p) ln(q / p), in nats, over smoothed shares; symmetric, unbounded. Noise: (1/n +
     * 1/m) chi-square.
     */
    @JsonProperty("population-stability-index")
    POPULATION_STABILITY_INDEX("population-stability-index", "psi", "PSI", Columns.ANY, Units.NATS, Symmetry.SYMMETRIC),
    /**
     * Kolmogorov-Smirnov distance: the largest difference of the distribution functions of the finite values; symmetric,
     * at most 1. From bins it is too small by at most its error bound. Noise: Smirnov's distribution.
     */
    @JsonProperty("kolmogorov-smirnov")
    KOLMOGOROV_SMIRNOV(
            "kolmogorov-smirnov", "ks", "KS distance", Columns.NUMERIC, Units.PROBABILITY, Symmetry.SYMMETRIC),
    /**
     * Pearson's statistic that two samples share one distribution; symmetric, unbounded, grows with the number of rows.
     * Noise: chi-square with B - 1 degrees of freedom. Its p value holds with sparse bins too.
     */
    @JsonProperty("chi-square")
    CHI_SQUARE("chi-square", "chi2", "chi-square", Columns.ANY, Units.NONE, Symmetry.SYMMETRIC),
    /**
     * Pearson's statistic of the current counts against the reference's smoothed shares taken as the truth; unbounded,
     * grows with the number of rows. Noise: (1 + m/n) chi-square, because the reference is a sample too; whoever leaves
     * that factor out, as is common, alarms without drift as soon as m is not far below n.
     */
    @JsonProperty("chi-square-against-reference")
    CHI_SQUARE_AGAINST_REFERENCE(
            "chi-square-against-reference",
            "chi2-gof",
            "chi-square against the reference",
            Columns.ANY,
            Units.NONE,
            Symmetry.CURRENT_AGAINST_REFERENCE),
    /**
     * Absolute z score: of the difference of means for numbers (Welch), of the most changed share for categories (pooled
     * two-proportion z); symmetric, unbounded, grows with the number of rows. Noise: normal, with Bonferroni's correction
     * for the number of shares.
     */
    @JsonProperty("z-score")
    Z_SCORE("z-score", "z", "z score", Columns.ANY, Units.STANDARD_ERRORS, Symmetry.SYMMETRIC),
    /**
     * Jensen-Shannon distance: the square root of the divergence in bits, over smoothed shares; symmetric, a metric, at
     * most 1. Noise: the root of (1/n + 1/m) / (8 ln 2) chi-square.
     */
    @JsonProperty("jensen-shannon")
    JENSEN_SHANNON("jensen-shannon", "js", "Jensen-Shannon distance", Columns.ANY, Units.ROOT_BITS, Symmetry.SYMMETRIC),
    /**
     * Hellinger distance, √(1 - Σ √(p q)), over smoothed shares; symmetric, a metric, at most 1. Noise: the root of (1/n +
     * 1/m) / 8 chi-square.
     */
    @JsonProperty("hellinger")
    HELLINGER("hellinger", "hellinger", "Hellinger distance", Columns.ANY, Units.NONE, Symmetry.SYMMETRIC),
    /** The largest change of the share of one bin; symmetric, at most 1. Noise: the largest of normal deviations. */
    @JsonProperty("l-infinity")
    L_INFINITY("l-infinity", "linf", "L-infinity distance", Columns.ANY, Units.PROBABILITY, Symmetry.SYMMETRIC),
    /**
     * Wasserstein distance of order one (earth mover's), in standard deviations of the reference, over finite values;
     * symmetric up to that scale, unbounded. From profiles it is exact up to its error bound: linear within a bin, the
     * tails by the difference of means. Noise: a gamma distribution with the mean and variance of the integrated absolute
     * Brownian bridge.
     */
    @JsonProperty("wasserstein")
    WASSERSTEIN(
            "wasserstein",
            "wasserstein",
            "Wasserstein distance",
            Columns.NUMERIC,
            Units.REFERENCE_DEVIATIONS,
            Symmetry.SYMMETRIC),
    /**
     * Kullback-Leibler divergence of the current shares from the reference's, Σ q ln(q / p), in nats, over smoothed shares;
     * not symmetric, unbounded. Noise: (1/n + 1/m) / 2 chi-square.
     */
    @JsonProperty("kullback-leibler")
    KULLBACK_LEIBLER(
            "kullback-leibler", "kl", "KL divergence", Columns.ANY, Units.NATS, Symmetry.CURRENT_AGAINST_REFERENCE),
    /**
     * Cramér's V of the table of sample by bin, both samples given equal weight: √(½ Σ (p - q)² / (p + q)); symmetric, at
     * most 1, and unlike the unweighted V it does not shrink when the reference is much larger. Noise: the root of (1/n +
     * 1/m) / 4 chi-square.
     */
    @JsonProperty("cramers-v")
    CRAMERS_V("cramers-v", "cramers_v", "Cramér's V", Columns.ANY, Units.NONE, Symmetry.SYMMETRIC),
    /**
     * Total variation: half the sum of the absolute changes of the shares, the largest change of the probability of any
     * event; symmetric, a metric, at most 1. Noise: a gamma distribution with the mean and variance of that sum.
     */
    @JsonProperty("total-variation")
    TOTAL_VARIATION("total-variation", "tv", "total variation", Columns.ANY, Units.PROBABILITY, Symmetry.SYMMETRIC);

    private final String key;
    private final String alias;
    private final String label;
    private final Columns columns;
    private final Units units;
    private final Symmetry symmetry;

    Distance(String key, String alias, String label, Columns columns, Units units, Symmetry symmetry) {
        this.key = key;
        this.alias = alias;
        this.label = label;
        this.columns = columns;
        this.units = units;
        this.symmetry = symmetry;
    }

    /** Which columns have the distance. */
    public enum Columns {
        /** Numbers and categories. */
        ANY,
        /** Numbers only. */
        NUMERIC
    }

    /** What one is one of. */
    public enum Units {
        /** Natural logarithms. */
        NATS,
        /** Square roots of bits. */
        ROOT_BITS,
        /** Differences of probabilities. */
        PROBABILITY,
        /** Standard deviations of the reference. */
        REFERENCE_DEVIATIONS,
        /** Standard errors. */
        STANDARD_ERRORS,
        /** No unit. */
        NONE
    }

    /** Whether the two samples may be exchanged. */
    public enum Symmetry {
        /** The distance is the same with the samples exchanged. */
        SYMMETRIC,
        /** The current sample is judged by the reference. */
        CURRENT_AGAINST_REFERENCE
    }

    /** The name in files and reports, such as {@code jensen-shannon}. */
    public String key() {
        return key;
    }

    /** The name as sentences write it. */
    public String label() {
        return label;
    }

    /** Which columns have the distance. */
    public Columns columns() {
        return columns;
    }

    /** What one is one of. */
    public Units units() {
        return units;
    }

    /** Whether the two samples may be exchanged. */
    public Symmetry symmetry() {
        return symmetry;
    }

    /** The largest possible value; empty when there is none. */
    public OptionalDouble maximum() {
        return switch (this) {
            case KOLMOGOROV_SMIRNOV, JENSEN_SHANNON, HELLINGER, L_INFINITY, CRAMERS_V, TOTAL_VARIATION ->
                OptionalDouble.of(1);
            case POPULATION_STABILITY_INDEX,
                    CHI_SQUARE,
                    CHI_SQUARE_AGAINST_REFERENCE,
                    Z_SCORE,
                    WASSERSTEIN,
                    KULLBACK_LEIBLER -> OptionalDouble.empty();
        };
    }

    /** The distance of a name: its key, or a usual short form such as {@code psi}, {@code ks}, {@code js}. */
    public static Optional<Distance> byName(String name) {
        return Arrays.stream(values())
                .filter(distance -> distance.key.equals(name) || distance.alias.equals(name))
                .findFirst();
    }

    /**
     * The distance of two profiles of one column over the same bins.
     *
     * @throws IllegalArgumentException if the profiles have different bins
     */
    public DistanceOutcome between(ColumnProfile reference, ColumnProfile current) {
        Profiles.requireSameBins(reference, current);
        if (reference.rows() == 0 || current.rows() == 0) {
            return notEvaluable((reference.rows() == 0 ? "the reference" : "the window") + " has no rows");
        }
        if (reference.missing() == reference.rows()) {
            return notEvaluable("every value of the reference is missing");
        }
        if (reference instanceof NumericProfile before && current instanceof NumericProfile after) {
            return switch (this) {
                case KOLMOGOROV_SMIRNOV, WASSERSTEIN, Z_SCORE -> Profiles.overValues(this, before, after);
                case POPULATION_STABILITY_INDEX,
                        CHI_SQUARE,
                        CHI_SQUARE_AGAINST_REFERENCE,
                        JENSEN_SHANNON,
                        HELLINGER,
                        L_INFINITY,
                        KULLBACK_LEIBLER,
                        CRAMERS_V,
                        TOTAL_VARIATION -> overBins(AlignedCounts.of(reference, current));
            };
        }
        return columns == Columns.NUMERIC
                ? notEvaluable("it is defined for numbers only")
                : overBins(AlignedCounts.of(reference, current));
    }

    /**
     * The distance of two columns. Kolmogorov-Smirnov, Wasserstein and z score of numbers are exact; other distances of
     * numbers are those of the reference's default bins; categories are all counted by name, without an "other".
     *
     * @throws IllegalArgumentException if one column holds numbers and the other categories
     */
    public DistanceOutcome between(Column reference, Column current) {
        if (reference.rows() == 0 || current.rows() == 0) {
            return notEvaluable((reference.rows() == 0 ? "the reference" : "the window") + " has no rows");
        }
        if (reference instanceof NumberColumn before && current instanceof NumberColumn after) {
            return Samples.between(this, before.values(), after.values());
        }
        if (reference instanceof CategoryColumn before && current instanceof CategoryColumn after) {
            if (columns == Columns.NUMERIC) {
                return notEvaluable("it is defined for numbers only");
            }
            return Samples.allMissing(before)
                    ? notEvaluable("every value of the reference is missing")
                    : overBins(Samples.count(before, after));
        }
        throw new IllegalArgumentException("Cannot compare columns: one holds numbers, the other categories");
    }

    Measured overBins(AlignedCounts counts) {
        return BinDistances.measure(this, counts);
    }

    NotEvaluable notEvaluable(String reason) {
        return new NotEvaluable(this, reason);
    }
}
