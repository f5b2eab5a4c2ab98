package dev.perennial.activities.retrain;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.TrainingQuery;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Extracts a run's rows once and stores them as two Parquet blobs; candidates of every worker read the same bytes. */
final class SnapshotTaking {
    private static final int LEAST_TRAINING_ROWS = 200;
    private static final int LEAST_HELD_OUT_ROWS = 100;

    private final Workbench workbench;

    SnapshotTaking(Workbench workbench) {
        this.workbench = workbench;
    }

    Snapshot take(Plan plan) {
        ModelSpec spec = workbench.spec(plan.spec());
        ModelState state = workbench.registry().state(plan.request().model());
        Optional<Digest> table = plan.request().command().table();
        List<Digest> tables = table.map(List::of)
                .orElseGet(() -> state.imports().stream()
                        .map(ModelState.ImportedTable::table)
                        .toList());
        TrainingRows all = workbench
                .extract()
                .read(new TrainingQuery(
                        plan.request().model(),
                        FeatureSchemas.of(spec),
                        spec.label(),
                        new TimeWindow(plan.training().from(), plan.holdOut().to()),
                        tables,
                        table.isPresent() ? TrainingQuery.Log.LEFT_OUT : TrainingQuery.Log.INCLUDED,
                        Optional.of(plan.holdOut().to())));
        TrainingRows training = all.within(plan.training());
        TrainingRows holdOut = all.within(plan.holdOut());
        Digest identity = Digest.of("training " + training.digest() + "\nheld-out " + holdOut.digest());
        return new Snapshot(
                identity,
                store(training),
                training.size(),
                store(holdOut),
                holdOut.size(),
                problem(training, LEAST_TRAINING_ROWS, "training", plan.training())
                        .or(() -> problem(holdOut, LEAST_HELD_OUT_ROWS, "held-out", plan.holdOut())));
    }

    private Digest store(TrainingRows rows) {
        try (Scratch scratch = workbench.spool().scratch(".parquet")) {
            workbench.extract().write(rows, scratch.file());
            return workbench.registry().putBlob(scratch.file());
        }
    }

    private static Optional<String> problem(TrainingRows rows, int least, String what, TimeWindow window) {
        if (rows.size() < least) {
            return Optional.of(rows.size() + " labelled " + what + " rows in " + window.label() + ", at least " + least
                    + " are needed");
        }
        double first = rows.labels()[0];
        boolean same = Arrays.stream(rows.labels()).allMatch(label -> label == first);
        return same
                ? Optional.of("all " + rows.size() + " labelled " + what + " rows in " + window.label() + " are "
                        + word(rows.outputs(), first))
                : Optional.empty();
    }

    private static String word(Outputs outputs, double label) {
        return outputs.match(
                probability -> label == 0 ? "negative" : "positive",
                classes -> "of class " + classes.labels().get((int) label),
                value -> String.valueOf(label));
    }
}
