package dev.perennial.monitoring.decision;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.Metric;
import java.util.List;

/**
 * When a window is judged, and by what.
 *
 * @param objectives what must hold
 * @param minimumMaturity the share of labels below which nothing is decided by labels
 * @param minimumRows the least number of labelled rows
 * @param levels how surprising harm must be
 */
public record DecisionPolicy(List<Objective> objectives, double minimumMaturity, long minimumRows, AlarmLevels levels) {

    /** Copies the list. */
    public DecisionPolicy {
        objectives = List.copyOf(objectives);
        Require.share(minimumMaturity, "least label maturity");
        Require.positive(minimumRows, "least number of rows");
        levels = requireNonNullElse(levels, AlarmLevels.standard());
    }

    /** A policy with the standard levels. */
    public DecisionPolicy(List<Objective> objectives, double minimumMaturity, long minimumRows) {
        this(objectives, minimumMaturity, minimumRows, AlarmLevels.standard());
    }

    /** Log loss no more than 5 % worse than the reference; 90 % of labels, 200 rows. */
    public static DecisionPolicy standard() {
        return new DecisionPolicy(List.of(new Objective(Metric.LOG_LOSS, 0.05)), 0.9, 200);
    }
}
