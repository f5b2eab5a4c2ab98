package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.Scratch;
import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.AnsweredRows;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ScoredRows;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.registry.spec.ExternalSpec;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.workflows.monitor.MonitorActivities.Frozen;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The versions of models that another server answers for: each stands for what that server said in one part of the log,
 * which later windows are compared with. A reference that is declared anew, or other features, make another version.
 */
final class ExternalReferences {
    private static final Actor MONITOR = Actor.system("monitor");

    /* Fewer rows are not judged either. */
    private static final int LEAST_ROWS = 200;
    private static final int LEAST_LABELLED = 100;

    private final Workbench workbench;
    private final RunStore results;

    ExternalReferences(Workbench workbench) {
        this.workbench = workbench;
        results = new RunStore(workbench.store());
    }

    /** The declared reference, unless the champion stands for it; a hold keeps the champion as it is. */
    Optional<TimeWindow> missing(ModelState state, ModelSpec spec) {
        return spec.external()
                .map(ExternalSpec::reference)
                .filter(period -> state.hold().isEmpty() && !stands(state, spec, period));
    }

    private boolean stands(ModelState state, ModelSpec spec, TimeWindow period) {
        return state.championVersion()
                .map(workbench.registry()::manifest)
                .filter(manifest -> manifest.trainedOn().equals(period)
                        && FeatureSchemas.of(workbench.spec(manifest.spec())).equals(FeatureSchemas.of(spec)))
                .isPresent();
    }

    /** Freezes the period, unless it stands already or its rows do not suffice. */
    Frozen freeze(ModelName model, TimeWindow period) {
        ModelState state = workbench.registry().state(model);
        ModelSpec spec = workbench.spec(state);
        if (!missing(state, spec).equals(Optional.of(period))) {
            return new Frozen(state.championVersion(), "the reference " + period.label() + " is not missing");
        }
        LoggedRows rows = workbench
                .log()
                .read(new LogQuery(
                        model,
                        FeatureSchemas.of(spec),
                        period,
                        workbench
                                .watermark(state)
                                .map(until -> until.minus(spec.label().matureAfter()))));
        Answered answered = Answered.of(rows);
        if (answered.all.length < LEAST_ROWS) {
            return new Frozen(
                    Optional.empty(),
                    "the reference " + period.label() + " has " + answered.all.length + " predictions, at least "
                            + LEAST_ROWS + " are needed");
        }
        String run = model + "-reference-" + state.requireSpec().revision();
        Optional<Snapshot> stored = answered.teaches() ? Optional.of(stored(run, answered)) : Optional.empty();
        ScoredRows scored = answered.scored();
        Reference reference = Reference.frozen(
                rows.features().select(answered.all),
                answered.scores(answered.all),
                scored,
                period.to(),
                stored.map(snapshot -> new Reference.Rows(snapshot.training(), snapshot.holdOut())));
        SortedMap<String, Double> metrics = ScoredRows.metrics(scored.performance());
        ModelVersion version = register(state, run, period, answered, reference, metrics);
        promote(version, run, period);
        return new Frozen(Optional.of(version), "");
    }

    /* Under the names of a run, so that erasing finds the rows as it finds those of any other. */
    private Snapshot stored(String run, Answered answered) {
        return results.once("runs/" + run + "/snapshot.json", Snapshot.class, () -> {
            TrainingRows rows = answered.labelledRows();
            try (Scratch scratch = workbench.spool().scratch(".parquet")) {
                workbench.extract().write(rows, scratch.file());
                Digest blob = workbench.registry().putBlob(scratch.file());
                return new Snapshot(rows.digest(), blob, rows.size(), blob, rows.size(), Optional.empty());
            }
        });
    }

    private ModelVersion register(
            ModelState seen,
            String run,
            TimeWindow period,
            Answered answered,
            Reference reference,
            SortedMap<String, Double> metrics) {
        Digest frozen = workbench.registry().putDocument(reference);
        Digest nothing = workbench
                .registry()
                .putBlob("Another server answers: there is no model here.\n".getBytes(StandardCharsets.UTF_8));
        RegistryEntry entry = workbench.registry().append(seen.model(), "register/" + run, state -> {
            ModelVersion version =
                    new ModelVersion(seen.model(), state.versions().size() + 1);
            Digest manifest = workbench.putManifest(new VersionManifest(
                    version,
                    new CandidateRecipe(VersionManifest.EXTERNAL, new TreeMap<>()),
                    nothing,
                    0,
                    nothing,
                    seen.requireSpec().digest(),
                    reference.rows().map(Reference.Rows::heldOut).orElse(frozen),
                    period,
                    answered.all.length,
                    frozen,
                    run,
                    0,
                    0,
                    metrics,
                    new TreeMap<>(),
                    workbench.clock().instant()));
            return new EntryDraft(
                    TimelineKind.VERSION_REGISTERED,
                    MONITOR,
                    Optional.of(period.to()),
                    version + " stands for what another server answered in " + period.label() + ": "
                            + sentence(answered, metrics),
                    new RegistryChange.VersionRegistered(version.number(), manifest, run),
                    new Evidence(
                            new TreeMap<>(metrics),
                            new TreeMap<>(Map.of("run", run, "manifest", manifest.hex(), "reference", frozen.hex()))));
        });
        if (entry.entry().change() instanceof RegistryChange.VersionRegistered registered) {
            return new ModelVersion(seen.model(), registered.version());
        }
        throw new IllegalArgumentException("Invalid run " + run + ": entry " + entry.seq() + " of " + seen.model()
                + " is its registration and registers nothing");
    }

    private static String sentence(Answered answered, SortedMap<String, Double> metrics) {
        String rows = String.format(
                Locale.ROOT, "%,d rows, %,d of them labelled", answered.all.length, answered.labelled.length);
        return metrics.containsKey("log-loss")
                ? rows + String.format(Locale.ROOT, ", log loss %.4f", metrics.get("log-loss"))
                : rows;
    }

    private void promote(ModelVersion version, String run, TimeWindow period) {
        workbench
                .registry()
                .append(
                        version.model(),
                        "promote/" + run,
                        state -> new EntryDraft(
                                TimelineKind.CHAMPION_PROMOTED,
                                MONITOR,
                                Optional.of(period.to()),
                                version
                                        + " is what windows are judged as: the answers of another server, compared with "
                                        + period.label(),
                                new RegistryChange.ChampionPromoted(version.number()),
                                Evidence.none().with("run", run).with("reason", "reference")));
    }

    /** The rows that were answered, and those of them whose labels have come. */
    private static final class Answered {
        private final LoggedRows rows;
        private final int[] all;
        private final int[] labelled;

        private Answered(LoggedRows rows, int[] all, int[] labelled) {
            this.rows = rows;
            this.all = all;
            this.labelled = labelled;
        }

        static Answered of(LoggedRows rows) {
            int[] all = IntStream.range(0, rows.size())
                    .filter(row -> Double.isFinite(rows.scores()[row]))
                    .toArray();
            return new Answered(
                    rows, all, IntStream.of(all).filter(rows::labelled).toArray());
        }

        /* Estimates and comparisons by row learn from labels of both kinds. */
        boolean teaches() {
            double positive = IntStream.of(labelled)
                    .mapToDouble(row -> rows.labels()[row])
                    .sum();
            return labelled.length >= LEAST_LABELLED && positive > 0 && positive < labelled.length;
        }

        double[] scores(int[] selection) {
            return IntStream.of(selection)
                    .mapToDouble(row -> rows.scores()[row])
                    .toArray();
        }

        ScoredRows scored() {
            boolean[] labels = new boolean[labelled.length];
            long[] times = new long[labelled.length];
            for (int at = 0; at < labels.length; at++) {
                labels[at] = rows.labels()[labelled[at]] == 1;
                times[at] = rows.eventTimes()[labelled[at]];
            }
            return new ScoredRows(scores(labelled), labels, DayBlocks.of(times));
        }

        TrainingRows labelledRows() {
            FeatureTable features = rows.features().select(labelled);
            return TrainingRows.of(rows, labelled, AnsweredRows.joined(features, scores(labelled)));
        }
    }
}
