package dev.perennial.activities.monitor;

import dev.perennial.monitoring.compat.evidently.EvidentlyReport;
import dev.perennial.monitoring.compat.evidently.EvidentlyTask;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.spec.CompatibilitySpec;
import dev.perennial.registry.spec.ModelSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Evidently's presets report of a window, for declarations that ask for it: the features, the label under its declared
 * name, and the score as {@value #PREDICTION}, against the rows of the declared baseline.
 */
final class EvidentlySection {
    private static final String PREDICTION = "prediction";
    private static final String NEGATIVE = "other";

    private EvidentlySection() {}

    static Optional<EvidentlyReport> of(ModelSpec spec, BaselineRows baseline, JudgedRows window) {
        boolean asked = spec.monitor()
                .compat()
                .filter(CompatibilitySpec.EVIDENTLY_0_7::equals)
                .isPresent();
        String target = spec.label().name();
        if (!asked
                || baseline.table().column(target).isPresent()
                || baseline.table().column(PREDICTION).isPresent()) {
            return Optional.empty();
        }
        String positive = spec.label().yes();
        ColumnTable before = with(baseline.table(), target, words(baseline.labels(), positive), baseline.scores());
        ColumnTable now = with(window.table(), target, words(window.logged().labels(), positive), window.scores());
        return Optional.of(
                EvidentlyReport.of(before, now, new EvidentlyTask.Probability(target, PREDICTION, positive)));
    }

    private static @Nullable String[] words(double[] labels, String positive) {
        @Nullable String[] happened = new String[labels.length];
        for (int row = 0; row < labels.length; row++) {
            happened[row] = Double.isNaN(labels[row]) ? null : labels[row] == 1 ? positive : NEGATIVE;
        }
        return happened;
    }

    private static ColumnTable with(ColumnTable features, String target, @Nullable String[] labels, double[] scores) {
        ColumnTable.Builder all = ColumnTable.builder(features.rows());
        features.columns().forEach(all::add);
        return all.categories(target, labels).numbers(PREDICTION, scores).build();
    }
}
