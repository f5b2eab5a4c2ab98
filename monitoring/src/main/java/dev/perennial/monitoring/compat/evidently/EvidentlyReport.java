package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What Evidently 0.7 would report of a window: DataDriftPreset, DataSummaryPreset and, where there is a truth,
 * ClassificationPreset or RegressionPreset, under its own metric names and to its own numbers. Columns of numbers are its
 * numerical columns, columns of categories its categorical ones; it is for comparison, and no decision of ours reads it.
 *
 * @param presets in that order
 */
public record EvidentlyReport(List<EvidentlyPreset> presets) {

    /** Copies the list. */
    public EvidentlyReport {
        presets = List.copyOf(presets);
    }

    /**
     * Runs the presets over all columns that both tables have, with the columns of the task among them.
     *
     * @throws IllegalArgumentException if a column of the task is absent or of the wrong kind
     */
    public static EvidentlyReport of(ColumnTable reference, ColumnTable current, EvidentlyTask task) {
        List<EvidentlyPreset> presets = new ArrayList<>();
        presets.add(DataDriftPreset.of(reference, current));
        presets.add(DataSummaryPreset.of(reference, current));
        if (task instanceof EvidentlyTask.Labels || task instanceof EvidentlyTask.Probability) {
            presets.add(ClassificationPreset.of(current, task));
        } else if (task instanceof EvidentlyTask.Numbers numbers) {
            presets.add(RegressionPreset.of(current, numbers));
        }
        return new EvidentlyReport(presets);
    }
}
