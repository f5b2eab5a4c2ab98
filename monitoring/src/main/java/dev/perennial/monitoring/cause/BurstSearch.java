package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.cause.CodedRows.Coded;
import dev.perennial.monitoring.cause.CodedRows.Codes;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks for the one small group whose growth explains how a window differs from its reference.
 *
 * <p>By the chain rule, the Kullback-Leibler divergence of a column between window and reference is that of a group's share
 * plus, weighted with the window's shares, the divergences within the group and without it. A burst is a group for which
 * hardly anything is left of the second part, summed over all columns: each part looks as it did, only the mixture changed.
 * Divergences are over bins frozen with the reference, smoothed with half a row a bin, and reduced by what they are
 * expected to be without any change, (B - 1) / 2 · (1 / n + 1 / m) with B bins that either side uses.
 *
 * <p>In every column one candidate is tried. Its bins are taken in the order of falling likelihood ratio (numbers: as an
 * interval) for as long as the divergence of the group's share grows and the group stays small: by the lemma of Neyman and
 * Pearson no other group of that size tells the two apart better. The cost is columns squared times rows.
 *
 * <p>Sources: T. M. Cover, J. A. Thomas, "Elements of Information Theory", 2nd ed. (2006), theorem 2.5.3; G. A. Miller,
 * "Note on the bias of information estimates" (1955).
 */
public final class BurstSearch {

    private BurstSearch() {}

    /** Searches the columns that both tables have. */
    public static Burst find(ColumnTable reference, ColumnTable window, BurstPolicy policy) {
        long fewest = Math.min(reference.rows(), window.rows());
        if (fewest < policy.minimumRows()) {
            return new Burst.Absent(fewest + " rows, at least " + policy.minimumRows() + " are needed");
        }
        CodedRows rows = new CodedRows(reference, window);
        double before = 0;
        for (Coded column : rows.columns()) {
            before += Divergence.of(
                    column.window().counts(column.bins()), column.reference().counts(column.bins()));
        }
        if (before == 0) {
            return new Burst.Absent("no column changed");
        }
        double change = before;
        return rows.columns().stream()
                .flatMap(column -> candidate(column, policy).stream().map(group -> found(rows, column, group, change)))
                .max(Comparator.comparingDouble(Burst.Found::explained))
                .map(best -> judged(best, policy))
                .orElseGet(() -> new Burst.Absent(String.format(
                        Locale.ROOT,
                        "none of at most %.0f %% of the reference gained %.0f points",
                        100 * policy.largestReferenceShare(),
                        100 * policy.leastGrowth())));
    }

    private static Burst judged(Burst.Found best, BurstPolicy policy) {
        return best.explained() >= policy.leastExplained()
                ? best
                : new Burst.Absent(String.format(
                        Locale.ROOT,
                        "that of %s explains most, %.0f %%, and at least %.0f %% are asked for",
                        best.region().label(),
                        100 * best.explained(),
                        100 * policy.leastExplained()));
    }

    private static Burst.Found found(CodedRows rows, Coded by, Group group, double before) {
        double after = 0;
        for (Coded column : rows.columns()) {
            after += conditional(by, column, group);
        }
        return new Burst.Found(
                new Region(by.name(), by.words(group.bins())),
                group.referenceShare(),
                group.windowShare(),
                Math.max(0, 1 - after / before));
    }

    /* The divergence of a column within the group and without it, weighted with the window's shares. */
    private static double conditional(Coded by, Coded column, Group group) {
        long[][] window = split(by.window(), column.window(), group, column.bins());
        long[][] reference = split(by.reference(), column.reference(), group, column.bins());
        return group.windowShare() * Divergence.of(window[1], reference[1])
                + (1 - group.windowShare()) * Divergence.of(window[0], reference[0]);
    }

    private static long[][] split(Codes by, Codes column, Group group, int bins) {
        long[][] counts = new long[2][bins];
        for (int row = 0; row < column.rows(); row++) {
            counts[group.holds(by.at(row)) ? 1 : 0][column.at(row)]++;
        }
        return counts;
    }

    private static Optional<Group> candidate(Coded column, BurstPolicy policy) {
        long[] reference = column.reference().counts(column.bins());
        long[] window = column.window().counts(column.bins());
        Optional<Group> best =
                column.ordered() ? interval(reference, window, policy) : prefix(reference, window, policy);
        return best.filter(group -> group.windowShare() - group.referenceShare() >= policy.leastGrowth());
    }

    private static Optional<Group> prefix(long[] reference, long[] window, BurstPolicy policy) {
        List<Integer> order = IntStream.range(0, reference.length)
                .filter(bin -> reference[bin] + window[bin] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(bin -> (reference[bin] + 0.5) / (window[bin] + 0.5)))
                .toList();
        List<Group> groups = new ArrayList<>();
        for (int size = 1; size <= order.size(); size++) {
            groups.add(Group.of(order.subList(0, size), reference, window));
        }
        return strongest(groups, policy);
    }

    private static Optional<Group> interval(long[] reference, long[] window, BurstPolicy policy) {
        List<Group> groups = new ArrayList<>();
        for (int first = 0; first < reference.length; first++) {
            for (int last = first; last < reference.length; last++) {
                groups.add(Group.of(IntStream.rangeClosed(first, last).boxed().toList(), reference, window));
            }
        }
        return strongest(groups, policy);
    }

    private static Optional<Group> strongest(List<Group> groups, BurstPolicy policy) {
        return groups.stream()
                .filter(group -> group.referenceShare() <= policy.largestReferenceShare())
                .filter(group -> group.windowShare() > group.referenceShare())
                .max(Comparator.comparingDouble(Group::divergence));
    }

    /* Some bins of one column with their shares of both sides. */
    private record Group(List<Integer> bins, double referenceShare, double windowShare) {

        static Group of(List<Integer> bins, long[] reference, long[] window) {
            return new Group(List.copyOf(bins), share(bins, reference), share(bins, window));
        }

        boolean holds(int bin) {
            return bins.contains(bin);
        }

        double divergence() {
            return term(windowShare, referenceShare) + term(1 - windowShare, 1 - referenceShare);
        }

        private static double term(double p, double q) {
            return p == 0 ? 0 : p * Math.log(p / Math.max(q, 1e-9));
        }

        private static double share(List<Integer> bins, long[] counts) {
            long held = bins.stream().mapToLong(bin -> counts[bin]).sum();
            return held
                    / (double) IntStream.range(0, counts.length)
                            .mapToLong(bin -> counts[bin])
                            .sum();
        }
    }
}
