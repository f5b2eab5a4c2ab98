package dev.perennial.monitoring.report;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.pattern.Baseline;
import dev.perennial.monitoring.pattern.PatternOutcome;
import dev.perennial.monitoring.pattern.PatternPolicy;
import dev.perennial.monitoring.pattern.SeasonalSeries;
import dev.perennial.monitoring.pattern.WorseSide;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A window's volume and metrics beside windows of its own season.
 *
 * @param comparisons those that departed first
 */
public record PatternSection(List<Compared> comparisons) {

    private static final double VOLUME_FLOOR = 0.2;

    /** Copies the list. */
    public PatternSection {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * One comparison.
     *
     * @param series {@code rows}, or the metric's name
     * @param because one sentence with the numbers
     * @param outcome the numbers
     */
    public record Compared(String series, String because, PatternOutcome outcome) {

        /** Refuses an empty reason. */
        public Compared {
            Require.text(series, "series");
            Require.text(because, "reason");
        }
    }

    /**
     * Compares a window with every baseline.
     *
     * @param history the windows so far, this one included
     * @param start when the window began
     * @param worse which way each metric gets worse, by name
     * @param floor the relative change of a metric below which it does not matter
     */
    public static PatternSection of(WindowHistory history, Instant start, Map<String, WorseSide> worse, double floor) {
        List<Compared> comparisons = new ArrayList<>(
                compared("rows", history.volumes(), start, PatternPolicy.of(WorseSide.EITHER, VOLUME_FLOOR)));
        worse.forEach((metric, side) ->
                comparisons.addAll(compared(metric, history.metric(metric), start, PatternPolicy.of(side, floor))));
        comparisons.sort(Comparator.comparingInt(PatternSection::rank));
        return new PatternSection(comparisons);
    }

    private static List<Compared> compared(String name, SeasonalSeries series, Instant start, PatternPolicy policy) {
        List<Compared> compared = new ArrayList<>();
        for (Baseline baseline : Baseline.values()) {
            PatternOutcome outcome = series.compare(start, baseline, policy);
            compared.add(new Compared(name, name + ": " + outcome.because(), outcome));
        }
        return compared;
    }

    private static int rank(Compared compared) {
        if (compared.outcome() instanceof PatternOutcome.Departed) {
            return 0;
        }
        return compared.outcome() instanceof PatternOutcome.AsUsual ? 1 : 2;
    }
}
