package dev.perennial.workflows.retrain;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.CandidateRecipe;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/** The work of a run. Every method is idempotent by the run's name; results are stored, messages carry their digests. */
@ActivityInterface(namePrefix = "Retrain")
public interface RetrainActivities {
    /** Reads the declaration and cuts the event time before {@code asOf} into training and held-out windows. */
    @ActivityMethod
    Plan plan(RetrainRequest request);

    /** Extracts the rows once, for every candidate alike. */
    @ActivityMethod
    Snapshot snapshot(Plan plan);

    /** Trains one candidate; heartbeats, and finds a finished candidate of an earlier attempt in the store. */
    @ActivityMethod
    Candidate train(Plan plan, Snapshot snapshot, CandidateRecipe recipe);

    /** Picks the best candidate and proves it against the champion on the held-out rows. */
    @ActivityMethod
    Validation validate(Plan plan, Snapshot snapshot, List<Candidate> candidates);

    /** Registers the candidate as the next version and writes its evidence. */
    @ActivityMethod
    Registered register(Plan plan, Snapshot snapshot, Candidate candidate, Validation validation);

    /** Makes a model's first version its champion. */
    @ActivityMethod
    void bootstrap(Plan plan, ModelVersion version, Validation validation);

    /** Writes the end of the run to the log. */
    @ActivityMethod
    void recordEnd(RetrainRequest request, RetrainOutcome outcome);

    /** What a run will do. {@code champion} is who has to be beaten. */
    record Plan(
            RetrainRequest request,
            Digest spec,
            OptionalInt champion,
            TimeWindow training,
            TimeWindow holdOut,
            List<CandidateRecipe> recipes,
            long seed) {
        /** Copies the list. */
        public Plan {
            recipes = List.copyOf(recipes);
        }
    }

    /**
     * The rows of a run.
     *
     * @param digest the identity of the data: equal for equal rows on any machine
     * @param training blob (Parquet) of the training rows
     * @param holdOut blob (Parquet) of the held-out rows, all later than the training rows
     * @param problem why the rows do not suffice, if they do not
     */
    record Snapshot(
            Digest digest,
            Digest training,
            long trainingRows,
            Digest holdOut,
            long holdOutRows,
            Optional<String> problem) {}

    /** One trained candidate with its stored model and its metrics on the held-out rows. */
    record Candidate(
            CandidateRecipe recipe,
            Digest compiledModel,
            long compiledBytes,
            Digest trainerModel,
            double goldenDifference,
            SortedMap<String, Double> metrics) {}

    /** The gate's word on the best candidate. {@code evidence} is what a reviewer is shown. */
    record Validation(
            Candidate best, boolean passed, String because, Digest evidence, SortedMap<String, Double> numbers) {}

    /** A registered version and the evidence bundle of its review. */
    record Registered(ModelVersion version, Digest evidence) {}
}
