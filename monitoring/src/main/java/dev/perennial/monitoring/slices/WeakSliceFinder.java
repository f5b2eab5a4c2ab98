package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.paired.MultipleTesting;
import dev.perennial.monitoring.performance.Blocks;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.RowLosses;
import dev.perennial.monitoring.slices.RegionSearch.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds slices that nobody declared in which a model does worse than elsewhere, and reports only those that rows without a
 * part in the search confirm.
 *
 * <p>Half of the labelled rows are searched for regions of one or two columns (runs of bins of numbers, categories, rows
 * without a value) whose mean loss exceeds that of all other rows; the clearest are tested on the other half by a one-sided
 * t test (Welch's, or robust to blocks where the rows have them) and adjusted by Benjamini and Hochberg. The search has
 * looked at thousands of regions, so the same rows could not also be the proof. Confirmed slices are ranked by share of
 * traffic times excess loss.
 *
 * <p>Deepchecks' weak segments search alike (a shallow regression tree of the score on every pair of columns) but report
 * the worst leaf as measured on the rows that chose it, with no test: see {@code weak_segments.py} beside the tests for
 * what that does where there is nothing to find.
 *
 * <p>Sources: D. R. Cox, "A note on data-splitting for the evaluation of significance levels", Biometrika 62 (1975); Y.
 * Chung et al., "Slice Finder: automated data slicing for model validation", ICDE 2019.
 */
public final class WeakSliceFinder {
    private static final int LEAST_BLOCKS = 4;

    private final SliceRows rows;
    private final RowLosses losses;
    private final Blocks blocks;
    private final WeakSlicePolicy policy;

    private WeakSliceFinder(SliceRows rows, RowLosses losses, WeakSlicePolicy policy) {
        this.rows = rows;
        this.losses = losses;
        this.blocks = rows.outcomes().blocks();
        this.policy = policy;
    }

    /**
     * Searches the rows of a window or reference.
     *
     * @param rows the rows
     * @param metric a metric that is a mean over rows, such as log loss
     * @param options how outcomes are measured
     * @param policy how to search
     */
    public static WeakSlices find(SliceRows rows, Metric metric, OutcomeOptions options, WeakSlicePolicy policy) {
        RowLosses losses = RowLosses.of(rows.outcomes(), metric, options);
        return new WeakSliceFinder(rows, losses, policy).find(metric);
    }

    private WeakSlices find(Metric metric) {
        int[] known = IntStream.range(0, rows.rows()).filter(losses::known).toArray();
        Halves halves = Halves.of(known, rows.table().columns().values(), losses, blocks, policy.seed());
        long least = 4 * policy.minimumLabels();
        if (known.length < least) {
            return new WeakSlices.NotEvaluable(
                    known.length + " labels, at least " + least + " are needed", least - known.length);
        }
        long groups = IntStream.of(halves.confirm()).map(blocks::of).distinct().count();
        if (!blocks.independent() && groups < LEAST_BLOCKS) {
            return new WeakSlices.NotEvaluable(
                    groups + " blocks in the half that confirms, at least " + LEAST_BLOCKS + " are needed", 0);
        }
        double meanLoss = IntStream.of(halves.search())
                .mapToDouble(losses::loss)
                .average()
                .orElse(0);
        double tolerated = policy.tolerance() * Math.abs(meanLoss);
        List<Parts> columns = new ArrayList<>();
        rows.table().columns().forEach((name, column) -> columns.add(Parts.of(name, column, policy)));
        RegionSearch search = new RegionSearch(columns, halves.search(), values(halves.search()), tolerated, policy);
        List<Region> candidates = search.candidates();
        List<Verdict> trials = new ArrayList<>();
        for (Region region : candidates) {
            boolean[] members = search.members(region, halves.confirm());
            double share = share(search, region, known);
            Split split = Split.of(halves.confirm(), values(halves.confirm()), members, blocks);
            if (split.inside() >= policy.minimumLabels()
                    && split.outside() >= policy.minimumLabels()
                    && split.blocks() >= LEAST_BLOCKS) {
                trials.add(new Verdict(region, share, split, split.pValue(tolerated)));
            }
        }
        return judged(metric, trials, known.length, search.regions());
    }

    private double[] values(int[] of) {
        return IntStream.of(of)
                .mapToDouble(policy.yardstick() == Yardstick.LOSS ? losses::loss : losses::beyondPromise)
                .toArray();
    }

    private static double share(RegionSearch search, Region region, int[] known) {
        int inside = 0;
        for (boolean member : search.members(region, known)) {
            inside += member ? 1 : 0;
        }
        return (double) inside / known.length;
    }

    private WeakSlices judged(Metric metric, List<Verdict> trials, long labels, long regions) {
        double[] adjusted = MultipleTesting.benjaminiHochberg(
                trials.stream().mapToDouble(Verdict::pValue).toArray());
        List<WeakSlice> confirmed = new ArrayList<>();
        List<WeakSlice> unconfirmed = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            WeakSlice slice = trials.get(i).result(adjusted[i], policy.level());
            (adjusted[i] <= policy.falseDiscoveries() ? confirmed : unconfirmed).add(slice);
        }
        Comparator<WeakSlice> byImpact = Comparator.comparingDouble((WeakSlice slice) -> -slice.impact())
                .thenComparing(slice -> slice.where().toString());
        confirmed.sort(byImpact);
        unconfirmed.sort(byImpact);
        return new WeakSlices.Searched(metric, confirmed, unconfirmed, labels, regions);
    }

    private record Verdict(Region region, double share, Split split, double pValue) {
        WeakSlice result(double adjusted, double level) {
            double excess = split.excess();
            double half = split.standardError() * Gaussian.studentQuantile(1 - (1 - level) / 2, split.degrees());
            return new WeakSlice(
                    Condition.parse(region.text()),
                    split.inside(),
                    share,
                    split.mean(),
                    new Estimate.Measured(excess, excess - half, excess + half, level),
                    adjusted,
                    share * Math.max(0, excess));
        }
    }
}
