package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.slices.Parts.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Looks at every one- and two-way region of one half of the rows and keeps the clearest. Not thread-safe. */
final class RegionSearch {
    private static final int KEPT_PER_CANDIDATE = 20;
    private static final double LEAST_STATISTIC = 1.645;
    private static final double MOST_OVERLAP = 0.5;

    /** What a second condition adds to the statistic at least: less is what chance adds to any slice by a cut more. */
    private static final double LEAST_GAIN = 1;

    /** A region with the t statistic of its mean against all other rows. */
    record Region(int first, Part firstPart, int second, Part secondPart, double statistic) {
        String text() {
            return second < 0 ? firstPart.text() : firstPart.text() + " and " + secondPart.text();
        }
    }

    private static final Part ALL = new Part(0, 0, "");

    private final List<Parts> columns;
    private final int[] rows;
    private final double[] values;
    private final WeakSlicePolicy policy;
    private final double excess;
    private final double total;
    private final double squares;
    private final PriorityQueue<Region> clearest =
            new PriorityQueue<>(Comparator.comparingDouble(Region::statistic).thenComparing(Region::text));
    private final List<double[]> ofOneColumn = new ArrayList<>();
    private long regions;

    /* One value a row of the half; regions need an excess over all other rows beyond a given one. */
    RegionSearch(List<Parts> columns, int[] rows, double[] values, double excess, WeakSlicePolicy policy) {
        this.columns = columns;
        this.rows = rows;
        this.values = values;
        this.policy = policy;
        this.excess = excess;
        double sum = 0;
        double sumOfSquares = 0;
        for (double value : values) {
            sum += value;
            sumOfSquares += value * value;
        }
        this.total = sum;
        this.squares = sumOfSquares;
    }

    long regions() {
        return regions;
    }

    /* The clearest regions, none of which shares most of its rows with a clearer one. */
    List<Region> candidates() {
        double[] best = new double[columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            best[column] = lookAt(column);
        }
        int[] paired = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparingDouble(column -> -best[column]))
                .limit(policy.mostColumnsInPairs())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        for (int i = 0; i < paired.length; i++) {
            for (int j = i + 1; j < paired.length; j++) {
                look(paired[i], paired[j]);
            }
        }
        List<Region> ordered = new ArrayList<>(clearest);
        ordered.sort(clearest.comparator().reversed());
        List<Region> chosen = new ArrayList<>();
        List<boolean[]> members = new ArrayList<>();
        for (Region region : ordered) {
            boolean[] own = members(region, rows);
            if (chosen.size() < policy.candidates() && members.stream().noneMatch(other -> overlap(own, other))) {
                chosen.add(region);
                members.add(own);
            }
        }
        return chosen;
    }

    private static boolean overlap(boolean[] one, boolean[] other) {
        int ones = 0;
        int others = 0;
        int both = 0;
        for (int i = 0; i < one.length; i++) {
            ones += one[i] ? 1 : 0;
            others += other[i] ? 1 : 0;
            both += one[i] && other[i] ? 1 : 0;
        }
        return both > MOST_OVERLAP * Math.min(ones, others);
    }

    boolean[] members(Region region, int[] of) {
        boolean[] members = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            members[i] = within(region.first(), region.firstPart(), of[i])
                    && (region.second() < 0 || within(region.second(), region.secondPart(), of[i]));
        }
        return members;
    }

    private boolean within(int column, Part part, int row) {
        int atom = columns.get(column).atom(row);
        return atom >= part.from() && atom <= part.to();
    }

    private double lookAt(int column) {
        Parts of = columns.get(column);
        double[][] corner = corner(of, -1, 1);
        double[] statistics = new double[of.parts().size()];
        double best = 0;
        for (int i = 0; i < statistics.length; i++) {
            Part part = of.parts().get(i);
            statistics[i] = statistic(corner, 1, part, ALL);
            best = Math.max(best, statistics[i]);
            if (statistics[i] > LEAST_STATISTIC) {
                keep(new Region(column, part, -1, ALL, statistics[i]));
            }
        }
        ofOneColumn.add(statistics);
        return best;
    }

    private void look(int first, int second) {
        Parts one = columns.get(first);
        Parts other = columns.get(second);
        int width = other.size();
        double[][] corner = corner(one, second, width);
        for (int i = 0; i < one.parts().size(); i++) {
            for (int j = 0; j < other.parts().size(); j++) {
                Part part = one.parts().get(i);
                Part otherPart = other.parts().get(j);
                double statistic = statistic(corner, width, part, otherPart);
                double alone = Math.max(ofOneColumn.get(first)[i], ofOneColumn.get(second)[j]);
                if (statistic > Math.max(LEAST_STATISTIC, alone + LEAST_GAIN)) {
                    keep(new Region(first, part, second, otherPart, statistic));
                }
            }
        }
    }

    /* Zero where either side has too few labels. */
    private double statistic(double[][] corner, int width, Part part, Part other) {
        regions++;
        double n = rectangle(corner[0], width, part, other);
        return n < policy.minimumLabels() || rows.length - n < policy.minimumLabels()
                ? 0
                : statistic(n, rectangle(corner[1], width, part, other), rectangle(corner[2], width, part, other));
    }

    private void keep(Region region) {
        clearest.add(region);
        if (clearest.size() > policy.candidates() * KEPT_PER_CANDIDATE) {
            clearest.poll();
        }
    }

    /* Sums by pair of atoms, added up from the corner: every rectangle of parts is four look-ups. */
    private double[][] corner(Parts one, int second, int width) {
        double[][] sums = new double[3][(one.size() + 1) * (width + 1)];
        for (int i = 0; i < rows.length; i++) {
            int column = second < 0 ? 0 : columns.get(second).atom(rows[i]);
            int cell = (one.atom(rows[i]) + 1) * (width + 1) + column + 1;
            sums[0][cell]++;
            sums[1][cell] += values[i];
            sums[2][cell] += values[i] * values[i];
        }
        for (double[] sum : sums) {
            for (int row = 1; row <= one.size(); row++) {
                for (int column = 1; column <= width; column++) {
                    int cell = row * (width + 1) + column;
                    sum[cell] += sum[cell - 1] + sum[cell - width - 1] - sum[cell - width - 2];
                }
            }
        }
        return sums;
    }

    private static double rectangle(double[] sums, int width, Part part, Part other) {
        int top = part.from() * (width + 1);
        int bottom = (part.to() + 1) * (width + 1);
        return sums[bottom + other.to() + 1]
                - sums[top + other.to() + 1]
                - sums[bottom + other.from()]
                + sums[top + other.from()];
    }

    private double statistic(double n, double sum, double sumOfSquares) {
        double m = rows.length - n;
        double inside = sum / n;
        double outside = (total - sum) / m;
        double variance = Math.max(0, sumOfSquares / n - inside * inside) / n
                + Math.max(0, (squares - sumOfSquares) / m - outside * outside) / m;
        double beyond = inside - outside - excess;
        return variance <= 0 ? 0 : beyond / Math.sqrt(variance);
    }
}
