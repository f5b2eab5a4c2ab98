package dev.perennial.monitoring.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalSeriesTest {
    private static final Instant START = Instant.parse("2020-01-06T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final PatternPolicy TWO_PERCENT_LOSS = PatternPolicy.of(WorseSide.LOWER, 0.02);

    @Test
    void aDipThatAlsoHappenedLastYearIsNone() {
        List<SeriesPoint> points = weeks(120, week -> hours(week, 1000) * (week % 52 == 51 ? 0.9 : 1));
        Instant dip = START.plus(WEEK.multipliedBy(51 + 52));
        SeasonalSeries series = SeasonalSeries.of(points);
        assertThat(series.compare(dip, Baseline.YEAR_ON_YEAR, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
        PatternOutcome fourWeeks = series.compare(dip, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS);
        assertThat(fourWeeks).isInstanceOf(PatternOutcome.AsUsual.class);
        assertThat(fourWeeks.because()).contains("last year's -");
        JsonRoundTrip.of(fourWeeks, PatternOutcome.class);
    }

    @Test
    void aLossThatLastYearDidNotHaveIsOneAgainstBothBaselines() {
        List<SeriesPoint> points = weeks(110, week -> hours(week, 1000) * (week == 105 ? 0.95 : 1));
        Instant loss = START.plus(WEEK.multipliedBy(105));
        for (Baseline baseline : Baseline.values()) {
            PatternOutcome outcome = SeasonalSeries.of(points).compare(loss, baseline, TWO_PERCENT_LOSS);
            assertThat(outcome).as(outcome.because()).isInstanceOf(PatternOutcome.Departed.class);
        }
    }

    @Test
    void aYearOfDeclineThatNoWeekShowsIsSeenYearOnYear() {
        List<SeriesPoint> points = weeks(110, week -> hours(week, 1000) * Math.pow(0.999, week));
        SeasonalSeries series = SeasonalSeries.of(points);
        Instant last = START.plus(WEEK.multipliedBy(60));
        assertThat(series.compare(last, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
        assertThat(series.compare(last, Baseline.YEAR_ON_YEAR, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.Departed.class);
    }

    @Test
    void aRiseIsNoLossAndASmallLossDoesNotMatter() {
        Instant last = START.plus(WEEK.multipliedBy(59));
        SeasonalSeries risen = SeasonalSeries.of(weeks(60, week -> hours(week, 1000) * (week == 59 ? 1.2 : 1)));
        assertThat(risen.compare(last, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
        assertThat(risen.compare(last, Baseline.FOUR_WEEKS, PatternPolicy.of(WorseSide.EITHER, 0.02)))
                .isInstanceOf(PatternOutcome.Departed.class);
        SeasonalSeries lost = SeasonalSeries.of(weeks(60, week -> hours(week, 1000) * (week == 59 ? 0.985 : 1)));
        assertThat(lost.compare(last, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
        assertThat(lost.compare(last, Baseline.FOUR_WEEKS, PatternPolicy.of(WorseSide.LOWER, 0.01)))
                .isInstanceOf(PatternOutcome.Departed.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void dailyAndWeeklySeasonsAndAutocorrelationStayWithinTheRate(long seed) {
        PatternPolicy policy = new PatternPolicy(WorseSide.EITHER, 0, 0.02, 8);
        for (Baseline baseline : List.of(Baseline.SAME_HOUR_LAST_WEEK, Baseline.FOUR_WEEKS)) {
            int alarms = 0;
            int looks = 0;
            for (int run = 0; run < 8; run++) {
                SplittableRandom random = new SplittableRandom(seed * 100 + run);
                double[] noise = autoregressive(random, 0.9, 24 * 7 * 20);
                List<SeriesPoint> points = new ArrayList<>();
                for (int hour = 0; hour < noise.length; hour++) {
                    double season = 100 + 30 * Math.sin(2 * Math.PI * hour / 24.0) + (hour / 24 % 7 >= 5 ? -25 : 0);
                    points.add(new SeriesPoint(START.plus(Duration.ofHours(hour)), season + 3 * noise[hour], 0.5));
                }
                SeasonalSeries series = SeasonalSeries.of(points);
                for (int hour = 24 * 7 * 10; hour < noise.length; hour += 29) {
                    looks++;
                    alarms += series.compare(START.plus(Duration.ofHours(hour)), baseline, policy)
                                    instanceof PatternOutcome.Departed
                            ? 1
                            : 0;
                }
            }
            assertThat(alarms / (double) looks).as(baseline + " of " + looks).isLessThanOrEqualTo(0.03);
        }
    }

    @ParameterizedTest
    @EnumSource(Baseline.class)
    void whatCannotBeComparedSaysWhy(Baseline baseline) {
        SeasonalSeries young = SeasonalSeries.of(weeks(4, week -> 100));
        assertThat(young.compare(START, baseline, TWO_PERCENT_LOSS).because())
                .isEqualTo(
                        "not evaluable: the windows of " + baseline.words() + " are not known, or their mean is zero");
        assertThat(young.compare(START.plus(DAY), baseline, TWO_PERCENT_LOSS).because())
                .isEqualTo("not evaluable: the series has no window that begins at 2020-01-07T00:00:00Z");
        SeasonalSeries zeros = SeasonalSeries.of(weeks(60, week -> 0));
        assertThat(zeros.compare(START.plus(WEEK.multipliedBy(58)), baseline, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.NotEvaluable.class);
        SeasonalSeries constant = SeasonalSeries.of(weeks(60, week -> 7));
        assertThat(constant.compare(START.plus(WEEK.multipliedBy(58)), baseline, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
    }

    @Test
    void aWindowOfFewRowsNeedsALargerLoss() {
        List<SeriesPoint> points = new ArrayList<>(weeks(40, week -> hours(week, 1000)));
        Instant start = START.plus(WEEK.multipliedBy(40));
        points.add(new SeriesPoint(start, 930, 3));
        assertThat(SeasonalSeries.of(points).compare(start, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.Departed.class);
        points.set(40, new SeriesPoint(start, 930, 60));
        assertThat(SeasonalSeries.of(points).compare(start, Baseline.FOUR_WEEKS, TWO_PERCENT_LOSS))
                .isInstanceOf(PatternOutcome.AsUsual.class);
    }

    private static double hours(int week, double level) {
        return level * (1 + 0.005 * (new SplittableRandom(week).nextDouble() - 0.5));
    }

    private static List<SeriesPoint> weeks(int count, IntToDoubleFunction value) {
        List<SeriesPoint> points = new ArrayList<>();
        for (int week = 0; week < count; week++) {
            points.add(new SeriesPoint(START.plus(WEEK.multipliedBy(week)), value.applyAsDouble(week), 3));
        }
        return points;
    }

    private static double[] autoregressive(SplittableRandom random, double factor, int length) {
        double[] series = new double[length];
        double value = 0;
        for (int i = -200; i < length; i++) {
            double step = 0;
            for (int k = 0; k < 12; k++) {
                step += random.nextDouble() - 0.5;
            }
            value = factor * value + step;
            if (i >= 0) {
                series[i] = value;
            }
        }
        return series;
    }
}
