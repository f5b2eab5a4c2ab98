package dev.perennial.monitoring.report;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.pattern.Baseline;
import dev.perennial.monitoring.pattern.SeasonalSeries;
import dev.perennial.monitoring.pattern.SeriesPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What earlier windows of one length had, handed on from report to report: whoever judges a window needs no other report
 * than the one before. The newest {@value #MOST_POINTS} are kept, and none older than 57 weeks, so that a window of last
 * year still has its four weeks before.
 *
 * @param length how long each window lasts
 * @param points in order of their start, each start once
 */
public record WindowHistory(Duration length, List<Point> points) {

    /** How many windows are kept. */
    public static final int MOST_POINTS = 1000;

    private static final Duration LONGEST = Duration.ofDays(57 * 7L);
    private static final int ALIKE = 8;

    /** Copies the list and checks its order. */
    public WindowHistory {
        Require.positive(length.toMillis(), "length of windows");
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            if (!points.get(i - 1).start().isBefore(points.get(i).start())) {
                throw new IllegalArgumentException("Invalid history: the window from "
                        + points.get(i).start() + " does not begin after the one before");
            }
        }
    }

    /**
     * One window.
     *
     * @param start when it began
     * @param rows its number of rows
     * @param metrics what could be measured, by the metric's name
     */
    public record Point(Instant start, long rows, SortedMap<String, Level> metrics) {

        /** Copies the map. */
        public Point {
            Require.notNegative(rows, "row count");
            metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        }
    }

    /**
     * A metric of a window.
     *
     * @param value its value
     * @param standardError its sampling error
     */
    public record Level(double value, double standardError) {

        /** Checks the numbers. */
        public Level {
            Require.finite(value, "value");
            Require.notNegative(standardError, "standard error");
        }
    }

    /** Nothing known of windows of this length. */
    public static WindowHistory empty(Duration length) {
        return new WindowHistory(length, List.of());
    }

    /** The same with one more window, in place of one that began then. */
    public WindowHistory plus(Point window) {
        TreeMap<Instant, Point> all = new TreeMap<>();
        points.forEach(point -> all.put(point.start(), point));
        all.put(window.start(), window);
        List<Point> kept =
                new ArrayList<>(all.tailMap(all.lastKey().minus(LONGEST)).values());
        return new WindowHistory(length, kept.subList(Math.max(0, kept.size() - MOST_POINTS), kept.size()));
    }

    /** The numbers of rows, window by window. */
    public SeasonalSeries volumes() {
        return SeasonalSeries.of(points.stream()
                .map(point -> SeriesPoint.volume(point.start(), point.rows()))
                .toList());
    }

    /** A metric, for the windows that have it. */
    public SeasonalSeries metric(String name) {
        return SeasonalSeries.of(points.stream()
                .filter(point -> point.metrics().containsKey(name))
                .map(point -> {
                    Level level = point.metrics().get(name);
                    return new SeriesPoint(point.start(), level.value(), level.standardError());
                })
                .toList());
    }

    /** The metrics that any window has. */
    public List<String> metrics() {
        TreeSet<String> names = new TreeSet<>();
        points.forEach(point -> names.addAll(point.metrics().keySet()));
        return List.copyOf(names);
    }

    /** The numbers of rows of windows that lie whole weeks before {@code start}, the newest first, at most eight. */
    public List<Long> volumesAlike(Instant start) {
        long week = Baseline.SAME_HOUR_LAST_WEEK.lags().get(0).toMillis();
        List<Long> volumes = new ArrayList<>();
        for (int i = points.size() - 1; i >= 0 && volumes.size() < ALIKE; i--) {
            Duration before = Duration.between(points.get(i).start(), start);
            if (before.toMillis() > 0 && before.toMillis() % week == 0) {
                volumes.add(points.get(i).rows());
            }
        }
        return volumes;
    }
}
