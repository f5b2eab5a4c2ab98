package dev.perennial.workflows.monitor;

import java.util.List;

/** What a run of the monitor found. */
public record MonitorSummary(List<MonitorActivities.WindowJudgement> judged, String note) {
    /** Copies the list. */
    public MonitorSummary {
        judged = List.copyOf(judged);
    }
}
