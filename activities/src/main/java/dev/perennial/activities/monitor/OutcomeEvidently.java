package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.compat.evidently.EvidentlyReport;
import dev.perennial.monitoring.compat.evidently.EvidentlyTask;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.spec.CompatibilitySpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.Outputs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Evidently's presets report of a window of a regression, or of several classes, for declarations that ask for it: the
 * features, the label under its declared name, and the champion's value or most probable class as {@value #PREDICTION},
 * against the rows of the declared baseline. Where just two classes are seen, the last declared is the positive one.
 */
final class OutcomeEvidently {
    private static final String PREDICTION = "prediction";

    private OutcomeEvidently() {}

    /** Whether the declaration asks for the figures. */
    static boolean isAsked(ModelSpec spec) {
        return spec.monitor()
                .compat()
                .filter(CompatibilitySpec.EVIDENTLY_0_7::equals)
                .isPresent();
    }

    /** The figures; empty where nobody asks, or where a feature has the name of the label or of the prediction. */
    static Optional<EvidentlyReport> of(ModelSpec spec, OutcomeRows reference, OutcomeRows window) {
        String target = spec.label().name();
        if (!isAsked(spec)
                || target.equals(PREDICTION)
                || reference.table().column(target).isPresent()
                || reference.table().column(PREDICTION).isPresent()) {
            return Optional.empty();
        }
        EvidentlyTask task = spec.outputs() instanceof Outputs.ClassProbabilities classes
                ? new EvidentlyTask.Labels(target, PREDICTION, last(classes.labels()))
                : new EvidentlyTask.Numbers(target, PREDICTION);
        return Optional.of(EvidentlyReport.of(with(target, reference), with(target, window), task));
    }

    private static String last(List<String> classes) {
        return classes.get(classes.size() - 1);
    }

    private static ColumnTable with(String target, OutcomeRows rows) {
        ColumnTable.Builder all = ColumnTable.builder(rows.table().rows());
        rows.table().columns().forEach(all::add);
        ScoredOutcomes answered = rows.answered();
        return (answered.outputs() instanceof Outputs.ClassProbabilities classes
                        ? all.categories(target, words(classes.labels(), answered.labels()))
                                .categories(PREDICTION, answered.words())
                        : all.numbers(target, answered.labels()).numbers(PREDICTION, answered.answers()))
                .build();
    }

    private static @Nullable String[] words(List<String> classes, double[] places) {
        @Nullable String[] words = new String[places.length];
        for (int row = 0; row < words.length; row++) {
            words[row] = Double.isNaN(places[row]) ? null : classes.get((int) places[row]);
        }
        return words;
    }
}
