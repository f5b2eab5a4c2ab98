package dev.perennial.monitoring.integrity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The search for a change of unit: whether a window's numbers are the reference's under one scale and offset.
 *
 * <p>Two distributions are compared by the largest distance between their distribution functions, after a shift of either
 * by up to a bucket's width (1.6 % of the value), within which a {@link LogHistogram} says nothing. A change is named when
 * the distributions lie far apart as they are and close together once it is undone; among several that would do, the one
 * nearest to the ratio of the quantiles. A season multiplies a temperature by one and a half as well as miles become
 * kilometres: a factor within three of one must leave nothing but sampling noise, any other may leave 5 %. A change of one
 * population into another that still looks like a change of unit is told as one: the finding gives both distances.
 */
final class ScaleSearch {
    private static final double LEAST_APART = 0.3;
    private static final double MOST_LEFT = 0.05;
    private static final double LEAST_GAIN = 3;
    private static final double LEAST_FREE_FACTOR = 3;
    private static final double NAMED_WITHIN = 0.03;
    /* The Kolmogorov-Smirnov quantile of 99.9 %. */
    private static final double NOISE = 1.95;
    private static final int QUANTILES = 19;

    private record Unit(double factor, double offset, String name) {
        Unit reversed() {
            String[] sides = name.split(" to ", 2);
            return new Unit(1 / factor, -offset / factor, sides.length == 2 ? sides[1] + " to " + sides[0] : name);
        }
    }

    private record Candidate(Unit unit, double left) {}

    private final LogHistogram reference;
    private final LogHistogram current;
    private final double[] referenceEdges;
    private final double[] referenceShares;
    private final double[] currentEdges;
    private final double[] currentShares;

    private ScaleSearch(LogHistogram reference, LogHistogram current) {
        this.reference = reference;
        this.current = current;
        referenceEdges = reference.edges();
        referenceShares = reference.shares();
        currentEdges = current.edges();
        currentShares = current.shares();
    }

    /** The change of unit of a column, if there is one. Both sides must hold values. */
    static Optional<ValueFinding.ScaleChanged> find(String column, LogHistogram reference, LogHistogram current) {
        return new ScaleSearch(reference, current).search(column);
    }

    /** How far two columns of numbers lie apart, in [0, 1]. Both must hold values. */
    static double apart(LogHistogram reference, LogHistogram current) {
        return new ScaleSearch(reference, current).apart(1, 0);
    }

    private Optional<ValueFinding.ScaleChanged> search(String column) {
        double apart = apart(1, 0);
        if (apart < LEAST_APART) {
            return Optional.empty();
        }
        double n = reference.values();
        double m = current.values();
        double noise = NOISE * Math.sqrt((n + m) / (n * m));
        double ratio = quantileRatio();
        List<Candidate> fitting = new ArrayList<>();
        for (Unit unit : units(ratio)) {
            double left = apart(unit.factor, unit.offset);
            double tolerated = isSeasonal(unit) ? noise : Math.max(MOST_LEFT, noise);
            if (left <= Math.min(apart / LEAST_GAIN, tolerated)) {
                fitting.add(new Candidate(unit, left));
            }
        }
        return fitting.stream()
                .min(Comparator.<Candidate>comparingLong(candidate -> Math.round(candidate.left / MOST_LEFT))
                        .thenComparingDouble(candidate -> farFrom(ratio, candidate.unit)))
                .map(best -> new ValueFinding.ScaleChanged(
                        column, best.unit.factor, best.unit.offset, best.unit.name, apart, best.left));
    }

    private static boolean isSeasonal(Unit unit) {
        return unit.offset == 0 && unit.factor > 1 / LEAST_FREE_FACTOR && unit.factor < LEAST_FREE_FACTOR;
    }

    private static double farFrom(double ratio, Unit unit) {
        return ratio > 0 && unit.factor > 0 && unit.offset == 0 ? Math.abs(Math.log(ratio / unit.factor)) : 0;
    }

    /* The middle ratio of matching quantiles of one sign; zero when there are none. */
    private double quantileRatio() {
        double[] ratios = new double[QUANTILES];
        int count = 0;
        for (int i = 1; i <= QUANTILES; i++) {
            double share = i / (QUANTILES + 1.0);
            double before = reference.quantile(share);
            double after = current.quantile(share);
            if (before * after > 0) {
                ratios[count++] = after / before;
            }
        }
        Arrays.sort(ratios, 0, count);
        return count == 0 ? 0 : ratios[count / 2];
    }

    private double apart(double factor, double offset) {
        double apart = 0;
        for (int i = 0; i < currentEdges.length; i++) {
            apart = Math.max(apart, excess(currentShares[i], currentEdges[i], factor, offset));
        }
        for (double edge : referenceEdges) {
            double moved = factor * edge + offset;
            if (Double.isFinite(moved)) {
                apart = Math.max(apart, excess(share(currentEdges, currentShares, moved), moved, factor, offset));
            }
        }
        return apart;
    }

    private double excess(double currentShare, double at, double factor, double offset) {
        double slack = Math.abs(at) * LogHistogram.RELATIVE_WIDTH;
        double below = referenceShare(at - slack, factor, offset);
        double above = referenceShare(at + slack, factor, offset);
        return Math.max(0, Math.max(below - currentShare, currentShare - above));
    }

    private double referenceShare(double at, double factor, double offset) {
        double before = (at - offset) / factor;
        double share = share(referenceEdges, referenceShares, before);
        return factor > 0 ? share : 1 - share;
    }

    private static double share(double[] edges, double[] shares, double at) {
        int next = Arrays.binarySearch(edges, at);
        if (next >= 0) {
            return shares[next];
        }
        int above = -next - 1;
        if (above == 0) {
            return 0;
        }
        if (above == edges.length) {
            return 1;
        }
        double width = edges[above] - edges[above - 1];
        return shares[above - 1] + (shares[above] - shares[above - 1]) * ((at - edges[above - 1]) / width);
    }

    private static List<Unit> units(double ratio) {
        List<Unit> units = new ArrayList<>();
        for (Unit unit : List.of(
                new Unit(1000, 0, "seconds to milliseconds, or kilo"),
                new Unit(1e6, 0, "seconds to microseconds, or mega"),
                new Unit(1e9, 0, "seconds to nanoseconds, or giga"),
                new Unit(10, 0, "a decimal point moved by one"),
                new Unit(100, 0, "shares to per cent"),
                new Unit(1e4, 0, "a decimal point moved by four"),
                new Unit(1e5, 0, "a decimal point moved by five"),
                new Unit(60, 0, "minutes to seconds"),
                new Unit(3600, 0, "hours to seconds"),
                new Unit(24, 0, "days to hours"),
                new Unit(1440, 0, "days to minutes"),
                new Unit(86_400, 0, "days to seconds"),
                new Unit(1024, 0, "kibibytes to bytes"),
                new Unit(1_048_576, 0, "mebibytes to bytes"),
                new Unit(1.8, 32, "°C to °F"),
                new Unit(1, 273.15, "°C to K"),
                new Unit(1.8, -459.67, "K to °F"),
                new Unit(1.609344, 0, "miles to kilometres"),
                new Unit(1.852, 0, "nautical miles to kilometres"),
                new Unit(3.6, 0, "metres per second to kilometres per hour"),
                new Unit(1 / 0.514444, 0, "metres per second to knots"),
                new Unit(2.2369363, 0, "metres per second to miles per hour"),
                new Unit(1 / 0.3048, 0, "metres to feet"),
                new Unit(2.54, 0, "inches to centimetres"),
                new Unit(25.4, 0, "inches to millimetres"),
                new Unit(1 / 0.45359237, 0, "kilograms to pounds"),
                new Unit(33.8638867, 0, "inches of mercury to hectopascals"),
                new Unit(180 / Math.PI, 0, "radians to degrees"))) {
            units.add(unit);
            units.add(unit.reversed());
        }
        units.add(new Unit(-1, 0, "the sign turned"));
        boolean named =
                units.stream().anyMatch(unit -> unit.offset == 0 && Math.abs(ratio / unit.factor - 1) < NAMED_WITHIN);
        if (ratio > 0 && !named && (ratio >= LEAST_FREE_FACTOR || ratio <= 1 / LEAST_FREE_FACTOR)) {
            units.add(new Unit(threeDigits(ratio), 0, ""));
        }
        return units;
    }

    private static double threeDigits(double value) {
        double scale = Math.pow(10, 2 - Math.floor(Math.log10(value)));
        return Math.round(value * scale) / scale;
    }
}
