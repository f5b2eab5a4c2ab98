package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.TrainingQuery;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.UntrainableDataException;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.CompiledModel;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the cheap challenger: the champion's own recipe, features and seed on the rows whose labels had matured by a given
 * event time, the newest {@value #MOST_ROWS} of the declared training window. It answers one question, whether newer rows
 * would help, and is never served.
 */
final class ChallengerFitting {
    private static final Logger LOG = LoggerFactory.getLogger(ChallengerFitting.class);
    private static final int MOST_ROWS = 60_000;
    private static final int LEAST_ROWS = 500;

    private final Workbench workbench;
    private final RunStore results;
    private final CandidateTrainer trainer = new CandidateTrainer();

    ChallengerFitting(Workbench workbench) {
        this.workbench = workbench;
        results = new RunStore(workbench.store());
    }

    /** The compiled challenger of the champion as of an event time; empty where too few rows are new or mature. */
    Optional<Digest> fit(ModelState state, ModelSpec spec, Instant asOf) {
        ModelVersion champion = state.requireChampion();
        VersionManifest manifest = workbench.registry().manifest(champion);
        Instant mature = asOf.minus(spec.label().matureAfter());
        if (!mature.isAfter(manifest.trainedOn().to())) {
            return Optional.empty();
        }
        String key =
                "runs/challengers/" + state.model() + "/v" + champion.number() + "/" + asOf.getEpochSecond() + ".json";
        return results.once(key, Fitted.class, () -> train(state, spec, manifest, mature))
                .model();
    }

    private Fitted train(ModelState state, ModelSpec spec, VersionManifest manifest, Instant mature) {
        CompiledModel champion = workbench.models().of(manifest.compiledModel());
        TimeWindow window = new TimeWindow(mature.minus(spec.retrain().trainingWindow()), mature);
        TrainingRows rows = workbench
                .extract()
                .read(new TrainingQuery(
                        state.model(),
                        champion.schema(),
                        spec.label(),
                        window,
                        state.imports().stream()
                                .map(ModelState.ImportedTable::table)
                                .toList(),
                        TrainingQuery.Log.INCLUDED,
                        Optional.of(mature)))
                .newest(MOST_ROWS);
        if (rows.size() < LEAST_ROWS) {
            return new Fitted(Optional.empty(), rows.size());
        }
        try {
            byte[] compiled = trainer.train(
                            manifest.recipe(),
                            rows.training(),
                            manifest.seed(),
                            step -> workbench.heartbeat().beat("challenger: " + step))
                    .compiledBytes();
            return new Fitted(Optional.of(workbench.registry().putBlob(compiled)), rows.size());
        } catch (UntrainableDataException e) {
            LOG.info("no challenger model={} window={} reason={}", state.model(), window, e.getMessage());
            return new Fitted(Optional.empty(), rows.size());
        }
    }

    /** What stands in the store: the challenger, or that there is none. */
    record Fitted(Optional<Digest> model, long rows) {}
}
