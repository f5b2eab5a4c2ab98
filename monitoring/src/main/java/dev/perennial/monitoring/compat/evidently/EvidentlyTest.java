package dev.perennial.monitoring.compat.evidently;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore.Raised;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore.Scored;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore.Undefined;
import dev.perennial.monitoring.compat.sample.TwoSamples;
import dev.perennial.monitoring.compat.sample.ValueCounts;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * The column tests of Evidently 0.7 by their own names, each to its own number, with what users see as numbers and would
 * call a bug reproduced and said.
 *
 * <p>Missing values and infinities are dropped first, from each side separately, so a column that is half missing is
 * compared by its other half. Numbers are read as floating point; Evidently's bins are wider for a column of integers whose
 * range is below log2 N + 1, which is not reproduced. Not offered: the tests that draw random permutations ({@code TVD},
 * {@code empirical_mmd}), {@code fisher_exact}, and those of text.
 */
public enum EvidentlyTest {
    /** Anderson-Darling for k samples with midranks, its p value cut off to .001 and .25; drift below .1. */
    @JsonProperty("anderson")
    ANDERSON("anderson", "Anderson-Darling", 0.1, Rule.BELOW),
    /**
     * Chi-square of the current counts against the reference's shares taken as the truth, so the false alarm rate rises
     * with the current rows (80 % at 100 levels and 2,000 rows, at a nominal 5 %). A category new in the current data gives
     * p = 0; a column with one category NaN, called no drift. Drift below .05.
     */
    @JsonProperty("chisquare")
    CHI_SQUARE("chisquare", "chi-square p_value", 0.05, Rule.BELOW),
    /** Cramér-von Mises, asymptotic above 20 rows, so tiny p values are zero or rounding; drift at most .1. */
    @JsonProperty("cramer_von_mises")
    CRAMER_VON_MISES("cramer_von_mises", "Cramer-von Mises", 0.1, Rule.AT_MOST),
    /** Energy distance in the square root of the column's units, so its threshold of .1 means nothing by itself. */
    @JsonProperty("ed")
    ENERGY_DISTANCE("ed", "Energy-distance", 0.1, Rule.ABOVE),
    /** Epps-Singleton at t = .4 and .8; raises where the interquartile range is zero; drift below .05. */
    @JsonProperty("es")
    EPPS_SINGLETON("es", "Epps-Singleton", 0.05, Rule.BELOW),
    /** G test; raises whenever the two samples differ in size, which is nearly always; drift below .1. */
    @JsonProperty("g_test")
    G_TEST("g_test", "g_test", 0.1, Rule.BELOW),
    /**
     * Hellinger distance. For numbers the bins are Sturges' of the <em>distinct</em> values, counted as if each occurred
     * once, so the number of bins does not depend on the rows. Drift at .1 or above.
     */
    @JsonProperty("hellinger")
    HELLINGER("hellinger", "Hellinger distance", 0.1, Rule.AT_LEAST),
    /**
     * Jensen-Shannon distance: the root of the divergence in nats, at most √ln 2 = .8326. Bins as for PSI, no smoothing.
     * Drift at .1 or above, whatever the number of rows: without drift 97 to 100 % of windows of 50 rows alarm.
     */
    @JsonProperty("jensenshannon")
    JENSEN_SHANNON("jensenshannon", "Jensen-Shannon distance", 0.1, Rule.AT_LEAST),
    /** Kullback-Leibler divergence of the reference from the current data in nats; bins and zeros as for PSI. */
    @JsonProperty("kl_div")
    KULLBACK_LEIBLER("kl_div", "Kullback-Leibler divergence", 0.1, Rule.AT_LEAST),
    /** The p value of the two-sample Kolmogorov-Smirnov test; drift at most .05. */
    @JsonProperty("ks")
    KOLMOGOROV_SMIRNOV("ks", "K-S p_value", 0.05, Rule.AT_MOST),
    /** Mann-Whitney, but one-sided: it sees only a reference that lies below the current data. Drift below .05. */
    @JsonProperty("mannw")
    MANN_WHITNEY("mannw", "Mann-Whitney U-rank test", 0.05, Rule.BELOW),
    /**
     * Population stability index in nats. Numbers with more than 20 distinct values in the reference are cut into Sturges'
     * equal widths over both samples (the documented 30 reference quantiles are never used); others are counted by value.
     * An empty bin becomes .0001, or a millionth of the smallest share where that is at most .0001; the shares are not made
     * to sum to one again. Drift at .1 or above.
     */
    @JsonProperty("psi")
    PSI("psi", "PSI", 0.1, Rule.AT_LEAST),
    /** Student's t test with pooled variance, two-sided; drift below .05. */
    @JsonProperty("t_test")
    T_TEST("t_test", "t_test", 0.05, Rule.BELOW),
    /** Wasserstein distance over the reference's standard deviation (at least .001); drift at .1 or above. */
    @JsonProperty("wasserstein")
    WASSERSTEIN("wasserstein", "Wasserstein distance (normed)", 0.1, Rule.AT_LEAST),
    /**
     * Pooled two-proportion z test of the smallest value against all others together, so for more than two categories it
     * sees one of them. Drift below .05.
     */
    @JsonProperty("z")
    Z("z", "Z-test p_value", 0.05, Rule.BELOW);

    private static final int FEW_VALUES = 5;
    private static final int FEW_ROWS = 1000;

    private final String key;
    private final String displayName;
    private final double threshold;
    private final Rule rule;

    EvidentlyTest(String key, String displayName, double threshold, Rule rule) {
        this.key = key;
        this.displayName = displayName;
        this.threshold = threshold;
        this.rule = rule;
    }

    private enum Rule {
        BELOW,
        AT_MOST,
        AT_LEAST,
        ABOVE;

        boolean holds(double score, double threshold) {
            return switch (this) {
                case BELOW -> score < threshold;
                case AT_MOST -> score <= threshold;
                case AT_LEAST -> score >= threshold;
                case ABOVE -> score > threshold;
            };
        }
    }

    /** Evidently's name of the test, as options give it. */
    public String key() {
        return key;
    }

    /** Evidently's name of the test, as reports show it. */
    public String displayName() {
        return displayName;
    }

    /** Evidently's default threshold. */
    public double threshold() {
        return threshold;
    }

    /** The test of a name. */
    public static Optional<EvidentlyTest> byName(String name) {
        return Arrays.stream(values()).filter(test -> test.key.equals(name)).findFirst();
    }

    /**
     * The test that Evidently chooses by itself: for a reference of up to 1,000 rows a p value, above that a distance;
     * numbers with at most five distinct values in both samples are treated as categories.
     */
    public static EvidentlyTest byDefault(Column reference, Column current) {
        return byDefault(reference, ValueCounts.of(reference, current));
    }

    static EvidentlyTest byDefault(Column reference, ValueCounts counts) {
        boolean asCategories = !(reference instanceof NumberColumn) || counts.size() <= FEW_VALUES;
        if (counts.referenceRows() <= FEW_ROWS) {
            if (!asCategories) {
                return KOLMOGOROV_SMIRNOV;
            }
            return counts.size() > 2 ? CHI_SQUARE : Z;
        }
        return asCategories ? JENSEN_SHANNON : WASSERSTEIN;
    }

    /** The score of two columns of one kind. */
    public EvidentlyScore score(Column reference, Column current) {
        return score(reference, current, ValueCounts.of(reference, current));
    }

    /** The score of two columns of one kind by the test that Evidently chooses for them. */
    static EvidentlyScore scoreByDefault(Column reference, Column current) {
        ValueCounts counts = ValueCounts.of(reference, current);
        return byDefault(reference, counts).score(reference, current, counts);
    }

    private EvidentlyScore score(Column reference, Column current, ValueCounts counts) {
        if (counts.referenceRows() == 0 || counts.currentRows() == 0) {
            String side = counts.referenceRows() == 0 ? "reference" : "current";
            return new Raised(this, "an empty column was provided for drift calculation in the " + side + " data");
        }
        if (reference instanceof NumberColumn before && current instanceof NumberColumn after) {
            double[] x = ValueCounts.finite(before.values());
            double[] y = ValueCounts.finite(after.values());
            return ofNumbers(x, y, counts);
        }
        return ofCategories(counts);
    }

    private EvidentlyScore ofNumbers(double[] x, double[] y, ValueCounts counts) {
        return switch (this) {
            case ANDERSON ->
                x.length + y.length < 2 || counts.size() < 2
                        ? raised("fewer than two distinct values")
                        : scored(RankTests.andersonDarling(TwoSamples.of(x, y)));
            case CRAMER_VON_MISES ->
                x.length < 2 || y.length < 2
                        ? raised("a sample has fewer than two rows")
                        : scored(RankTests.cramerVonMises(TwoSamples.of(x, y)));
            case ENERGY_DISTANCE -> scored(TwoSamples.of(x, y).energy());
            case EPPS_SINGLETON ->
                x.length < 5 || y.length < 5
                        ? raised("a sample has fewer than five rows")
                        : EppsSingleton.pValue(x, y)
                                .map(this::scored)
                                .orElseGet(() -> raised("the interquartile range is zero"));
            case KOLMOGOROV_SMIRNOV -> scored(TwoSamples.of(x, y).kolmogorovSmirnovPValue());
            case MANN_WHITNEY -> scored(RankTests.mannWhitneyLess(TwoSamples.of(x, y)));
            case T_TEST -> scored(MeanTests.studentPValue(x, y));
            case WASSERSTEIN -> scored(TwoSamples.of(x, y).wasserstein() / Math.max(MeanTests.deviation(x), 0.001));
            case HELLINGER -> scored(ShareDistances.hellingerOfNumbers(x, y, counts));
            case JENSEN_SHANNON -> overShares(x, y, counts, ShareDistances::jensenShannon);
            case KULLBACK_LEIBLER -> overShares(x, y, counts, ShareDistances::kullbackLeibler);
            case PSI -> overShares(x, y, counts, ShareDistances::stabilityIndex);
            case CHI_SQUARE, G_TEST, Z -> ofCategories(counts);
        };
    }

    private EvidentlyScore overShares(
            double[] x, double[] y, ValueCounts counts, ToDoubleBiFunction<double[], double[]> distance) {
        return scored(ShareDistances.overBins(x, y, counts, distance));
    }

    private EvidentlyScore ofCategories(ValueCounts counts) {
        return switch (this) {
            case CHI_SQUARE -> scored(CountTests.chiSquare(counts));
            case G_TEST ->
                counts.referenceRows() == counts.currentRows()
                        ? scored(CountTests.likelihoodRatio(counts))
                        : raised("the samples differ in size: " + counts.referenceRows() + " and "
                                + counts.currentRows() + " rows");
            case Z -> scored(CountTests.smallestValueZ(counts));
            case HELLINGER -> scored(ShareDistances.hellinger(counts.referenceShares(), counts.currentShares()));
            case JENSEN_SHANNON ->
                scored(ShareDistances.jensenShannon(counts.referenceShares(), counts.currentShares()));
            case KULLBACK_LEIBLER ->
                scored(ShareDistances.kullbackLeibler(counts.referenceShares(), counts.currentShares()));
            case PSI -> scored(ShareDistances.stabilityIndex(counts.referenceShares(), counts.currentShares()));
            case ANDERSON,
                    CRAMER_VON_MISES,
                    ENERGY_DISTANCE,
                    EPPS_SINGLETON,
                    KOLMOGOROV_SMIRNOV,
                    MANN_WHITNEY,
                    T_TEST,
                    WASSERSTEIN -> raised(key + " is not applicable to categories");
        };
    }

    private EvidentlyScore scored(double score) {
        return Double.isFinite(score)
                ? new Scored(this, score, threshold, rule.holds(score, threshold))
                : new Undefined(this, "Evidently computes " + score, rule.holds(score, threshold));
    }

    private EvidentlyScore raised(String reason) {
        return new Raised(this, reason);
    }
}
