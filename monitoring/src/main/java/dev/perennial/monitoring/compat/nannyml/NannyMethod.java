package dev.perennial.monitoring.compat.nannyml;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The univariate drift methods of NannyML 0.13 by their own names, each to its own number.
 *
 * <p>Missing values are dropped from each side; infinities are read as missing here, where NannyML fails on them. A method is
 * fitted on the reference and then asked about chunks. Where shares of a chunk sum to less than one by floating point, NannyML
 * adds a bin for the residue, which moves a distance by up to 1e-8; that is not reproduced.
 */
public enum NannyMethod {
    /**
     * Jensen-Shannon distance: the root of the divergence in bits, at most 1. Numbers in Doane's equal widths of the
     * reference; what lies outside the reference is one bin more, where the reference has nothing.
     */
    @JsonProperty("jensen_shannon")
    JENSEN_SHANNON("jensen_shannon"),
    /**
     * Kolmogorov-Smirnov distance, numbers only. With 10,000 reference rows or more it is read from 10,000 bins of
     * <em>equal width</em> (not quantiles, as the documentation says), which makes it several times too low for heavy
     * tails; the documented option to ask for the exact value is looked up in the wrong place and ignored.
     */
    @JsonProperty("kolmogorov_smirnov")
    KOLMOGOROV_SMIRNOV("kolmogorov_smirnov"),
    /**
     * Wasserstein distance in the column's units, numbers only. With 10,000 reference rows or more from 10,000 bins of
     * equal width and the tails beyond the reference, whose weight counts one row too many ({@code (n + 1) / rows}).
     */
    @JsonProperty("wasserstein")
    WASSERSTEIN("wasserstein"),
    /** Hellinger distance, at most 1; bins as for Jensen-Shannon. */
    @JsonProperty("hellinger")
    HELLINGER("hellinger"),
    /**
     * Chi-square statistic of the table of sample by category, categories only; with two categories it is corrected by
     * Yates. It grows with the number of rows and has no threshold: NannyML alarms by its p value below .05.
     */
    @JsonProperty("chi2")
    CHI_SQUARE("chi2"),
    /** The largest change of the share of one category, categories only. */
    @JsonProperty("l_infinity")
    L_INFINITY("l_infinity");

    private final String key;

    NannyMethod(String key) {
        this.key = key;
    }

    /** NannyML's name of the method. */
    public String key() {
        return key;
    }

    /** The method of a name. */
    public static Optional<NannyMethod> byName(String name) {
        return Arrays.stream(values()).filter(method -> method.key.equals(name)).findFirst();
    }

    /** The methods that NannyML has for a kind of column. */
    public static List<NannyMethod> of(Column column) {
        return column instanceof NumberColumn
                ? List.of(JENSEN_SHANNON, KOLMOGOROV_SMIRNOV, WASSERSTEIN, HELLINGER)
                : List.of(JENSEN_SHANNON, CHI_SQUARE, L_INFINITY, HELLINGER);
    }

    /**
     * Fits the method on a reference column.
     *
     * @throws IllegalArgumentException if NannyML has no such method for this kind of column, or the column has no values
     */
    public FittedMethod fit(Column reference) {
        if (!of(reference).contains(this)) {
            throw new IllegalArgumentException("Invalid method: NannyML has no " + key + " for "
                    + (reference instanceof NumberColumn ? "numbers" : "categories"));
        }
        if (reference instanceof NumberColumn numbers) {
            return NumberMethods.fit(this, numbers.values());
        }
        if (reference instanceof CategoryColumn categories) {
            return CategoryMethods.fit(this, categories);
        }
        throw new IllegalArgumentException("Invalid column: " + reference.getClass());
    }
}
