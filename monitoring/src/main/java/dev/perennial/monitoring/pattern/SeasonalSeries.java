package dev.perennial.monitoring.pattern;

import dev.perennial.monitoring.paired.Gaussian;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A metric or a volume over windows of one length, compared with windows of its own season.
 *
 * <p>A window's <em>change</em> is its difference from what its {@link Baseline} has, relative to that. What changes are
 * usual is measured on the series itself: the standard deviation of the same change in all earlier windows, and for a year
 * back at least that of changes from week to week. Seasons cancel in it, and whatever else scatters the series, be it
 * autocorrelation or sampling, is in it; growth and decline are not, they are what is looked for. A window whose sampling
 * error is larger than usual has the excess added. The p value is the larger of two: Student's, with the degrees of freedom
 * that so many autocorrelated changes are worth, {@code n / (1 + 2 sum r_k^2)} (M. S. Bartlett, "On the theoretical
 * specification and sampling properties of autocorrelated time-series", JRSS supplement 8 (1946)); and, where there are
 * enough earlier changes to reach the stated rate, the share of them that lie as far from their mean, which holds for series
 * that scatter more at some hours than at others. Autocorrelated series alarm at the stated rate, but in clusters:
 * persistence over windows says less there.
 *
 * <p>Against the four weeks before, a season that begins looks like a loss. Where the series reaches back a year and four
 * weeks, the change that the same window had last year is expected again; the noise is then that of the difference of two
 * such changes. A loss that also happened last year is therefore none, and a year-on-year loss is judged apart.
 *
 * <p>Relative changes need values on one side of zero: where what is expected is zero, the comparison is not evaluable.
 * Immutable.
 */
public final class SeasonalSeries {
    private static final Duration YEAR = Baseline.YEAR_ON_YEAR.lags().get(0);

    private final NavigableMap<Instant, SeriesPoint> points;

    private SeasonalSeries(NavigableMap<Instant, SeriesPoint> points) {
        this.points = points;
    }

    /**
     * A series of points in any order.
     *
     * @throws IllegalArgumentException if two windows begin at the same time
     */
    public static SeasonalSeries of(List<SeriesPoint> points) {
        TreeMap<Instant, SeriesPoint> sorted = new TreeMap<>();
        for (SeriesPoint point : points) {
            if (sorted.putIfAbsent(point.start(), point) != null) {
                throw new IllegalArgumentException("Invalid series: two windows begin at " + point.start());
            }
        }
        return new SeasonalSeries(sorted);
    }

    /** Compares the window that begins at {@code start} with its baseline, using nothing later than itself. */
    public PatternOutcome compare(Instant start, Baseline baseline, PatternPolicy policy) {
        SeriesPoint point = points.get(start);
        if (point == null) {
            return new PatternOutcome.NotEvaluable(baseline, "the series has no window that begins at " + start);
        }
        OptionalDouble usual = usual(start, baseline);
        if (usual.isEmpty()) {
            return new PatternOutcome.NotEvaluable(
                    baseline, "the windows of " + baseline.words() + " are not known, or their mean is zero");
        }
        OptionalDouble lastYear =
                baseline == Baseline.YEAR_ON_YEAR ? OptionalDouble.empty() : change(start.minus(YEAR), baseline);
        double expected = usual.getAsDouble() + lastYear.orElse(0) * Math.abs(usual.getAsDouble());
        if (expected == 0 || !Double.isFinite(expected)) {
            return new PatternOutcome.NotEvaluable(baseline, "nothing is expected of this window");
        }
        double[] changes = changes(start, baseline, policy, lastYear.isPresent());
        if (changes.length < policy.leastHistory()) {
            return new PatternOutcome.NotEvaluable(
                    baseline,
                    changes.length + " earlier windows have a baseline, at least " + policy.leastHistory()
                            + " are needed to tell chance from change");
        }
        return judge(point, expected, lastYear, changes, baseline, policy);
    }

    private PatternOutcome judge(
            SeriesPoint point,
            double expected,
            OptionalDouble lastYear,
            double[] changes,
            Baseline baseline,
            PatternPolicy policy) {
        double change = (point.value() - expected) / Math.abs(expected);
        double mean = Arrays.stream(changes).sum() / changes.length;
        double[] scatter = Arrays.stream(changes).map(earlier -> earlier - mean).toArray();
        double variance = autocovariance(scatter, 0) * changes.length / (changes.length - 1);
        if (baseline == Baseline.YEAR_ON_YEAR) {
            variance = Math.max(variance, weeklyVariance(point.start()));
        }
        double noise = Math.sqrt(variance + excessVariance(point) / (expected * expected));
        double pValue = pValue(change, noise, scatter, policy);
        if (!Double.isFinite(change) || !Double.isFinite(noise)) {
            return new PatternOutcome.NotEvaluable(baseline, "the change is too large to be written as a number");
        }
        PatternOutcome.Numbers numbers =
                new PatternOutcome.Numbers(point.value(), expected, change, noise, pValue, lastYear, changes.length);
        boolean departed = Math.abs(change) >= policy.relativeFloor() && pValue <= policy.falseAlarmRate();
        return departed
                ? new PatternOutcome.Departed(baseline, numbers)
                : new PatternOutcome.AsUsual(baseline, numbers);
    }

    private static double pValue(double change, double noise, double[] scatter, PatternPolicy policy) {
        double towardsWorse = switch (policy.side()) {
            case LOWER -> -change;
            case HIGHER -> change;
            case EITHER -> Math.abs(change);
        };
        if (noise == 0) {
            return towardsWorse > 0 ? 0 : 1;
        }
        double sides = policy.side() == WorseSide.EITHER ? 2 : 1;
        double student = Math.min(1, sides * Gaussian.studentUpperTail(towardsWorse / noise, worth(scatter)));
        if ((scatter.length + 1) * policy.falseAlarmRate() < sides) {
            return student;
        }
        double asFar = 1;
        for (double earlier : scatter) {
            double earlierWorse = switch (policy.side()) {
                case LOWER -> -earlier;
                case HIGHER -> earlier;
                case EITHER -> Math.abs(earlier);
            };
            asFar += earlierWorse >= towardsWorse ? 1 : 0;
        }
        return Math.max(student, asFar / (scatter.length + 1));
    }

    private double weeklyVariance(Instant start) {
        double[] changes = points.headMap(start, false).keySet().stream()
                .map(earlier -> change(earlier, Baseline.SAME_HOUR_LAST_WEEK))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        double mean = Arrays.stream(changes).sum() / Math.max(1, changes.length);
        double squares = Arrays.stream(changes)
                .map(change -> (change - mean) * (change - mean))
                .sum();
        return squares / Math.max(1, changes.length - 1);
    }

    /* The changes of earlier windows, in order: those of this baseline, or, if they are too few, of the four weeks before. */
    private double[] changes(Instant start, Baseline baseline, PatternPolicy policy, boolean twice) {
        List<Double> plain = new ArrayList<>();
        List<Double> adjusted = new ArrayList<>();
        for (Instant earlier : points.headMap(start, false).keySet()) {
            OptionalDouble change = change(earlier, baseline);
            if (change.isEmpty()) {
                continue;
            }
            plain.add(change.getAsDouble());
            OptionalDouble yearBefore = change(earlier.minus(YEAR), baseline);
            if (yearBefore.isPresent()) {
                adjusted.add(change.getAsDouble() - yearBefore.getAsDouble());
            }
        }
        if (twice && adjusted.size() >= policy.leastHistory()) {
            return array(adjusted, 1);
        }
        if (plain.size() < policy.leastHistory() && baseline != Baseline.FOUR_WEEKS) {
            return changes(start, Baseline.FOUR_WEEKS, policy, false);
        }
        return array(plain, twice ? Math.sqrt(2) : 1);
    }

    private static double[] array(List<Double> values, double scale) {
        return values.stream().mapToDouble(value -> scale * value).toArray();
    }

    private OptionalDouble change(Instant start, Baseline baseline) {
        SeriesPoint point = points.get(start);
        OptionalDouble usual = usual(start, baseline);
        if (point == null || usual.isEmpty()) {
            return OptionalDouble.empty();
        }
        double change = (point.value() - usual.getAsDouble()) / Math.abs(usual.getAsDouble());
        return Double.isFinite(change) ? OptionalDouble.of(change) : OptionalDouble.empty();
    }

    private OptionalDouble usual(Instant start, Baseline baseline) {
        double sum = 0;
        int known = 0;
        for (Duration lag : baseline.lags()) {
            SeriesPoint earlier = points.get(start.minus(lag));
            if (earlier != null) {
                sum += earlier.value();
                known++;
            }
        }
        return known < baseline.leastWindows() || sum == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / known);
    }

    /* By how much this window's sampling variance exceeds the middle one of the series. */
    private double excessVariance(SeriesPoint point) {
        double[] errors = points.headMap(point.start(), false).values().stream()
                .mapToDouble(SeriesPoint::standardError)
                .sorted()
                .toArray();
        double usual = errors[errors.length / 2];
        return Math.max(0, point.standardError() * point.standardError() - usual * usual);
    }

    /* Of how many independent changes these are worth, for the measurement of their spread. */
    private static double worth(double[] changes) {
        int n = changes.length;
        double variance = autocovariance(changes, 0);
        double sum = 0;
        for (int lag = 1; lag <= n / 4 && variance > 0; lag++) {
            double correlation = autocovariance(changes, lag) / variance;
            if (correlation <= 0) {
                break;
            }
            sum += correlation * correlation;
        }
        return Math.max(1, n / (1 + 2 * sum));
    }

    private static double autocovariance(double[] changes, int lag) {
        double sum = 0;
        for (int i = lag; i < changes.length; i++) {
            sum += changes[i] * changes[i - lag];
        }
        return sum / changes.length;
    }
}
