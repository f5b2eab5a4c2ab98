package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evidently's DataDriftPreset: each column by the test chosen for its kind, number of rows and number of values, and the
 * share of columns that drifted (a data set is said to drift from one half on).
 */
public final class DataDriftPreset {
    private static final double DRIFT_SHARE = 0.5;

    private DataDriftPreset() {}

    /**
     * Compares all columns that both tables have, numbers first. Where Evidently would stop, because a column is empty, that
     * column alone is reported as raised and counts as not drifted.
     */
    public static EvidentlyPreset of(ColumnTable reference, ColumnTable current) {
        List<EvidentlyMetric> metrics = new ArrayList<>();
        long drifted = 0;
        Map<String, Column> columns = numbersFirst(reference, current);
        for (var column : columns.entrySet()) {
            EvidentlyScore score =
                    score(column.getValue(), current.column(column.getKey()).orElseThrow());
            drifted += score.drifted() ? 1 : 0;
            String name = "ValueDrift(column=" + column.getKey() + ",method="
                    + score.test().displayName() + ",threshold=" + score.test().threshold() + ")";
            metrics.add(new EvidentlyMetric(name, value(score)));
        }
        double share = columns.isEmpty() ? 0 : (double) drifted / columns.size();
        metrics.add(
                0,
                new EvidentlyMetric(
                        "DriftedColumnsCount(drift_share=" + DRIFT_SHARE + ")",
                        new EvidentlyValue.Count(drifted, share)));
        return new EvidentlyPreset("DataDriftPreset", metrics);
    }

    /* Columns of one kind in both tables, from the first of them. */
    private static Map<String, Column> numbersFirst(ColumnTable reference, ColumnTable current) {
        Map<String, Column> ordered = new LinkedHashMap<>();
        for (boolean numbers : new boolean[] {true, false}) {
            reference.columns().forEach((name, column) -> {
                boolean same = current.column(name)
                        .filter(other -> other.getClass() == column.getClass())
                        .isPresent();
                if (same && column instanceof NumberColumn == numbers) {
                    ordered.put(name, column);
                }
            });
        }
        return ordered;
    }

    private static EvidentlyScore score(Column reference, Column current) {
        return EvidentlyTest.scoreByDefault(reference, current);
    }

    private static EvidentlyValue value(EvidentlyScore score) {
        if (score instanceof EvidentlyScore.Raised raised) {
            return new EvidentlyValue.Raised(raised.reason());
        }
        return score.shown().isPresent()
                ? new EvidentlyValue.Single(score.shown().getAsDouble())
                : new EvidentlyValue.NoNumber("nan");
    }
}
