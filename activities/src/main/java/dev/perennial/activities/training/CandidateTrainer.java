package dev.perennial.activities.training;

import dev.perennial.activities.training.Fitting.Compiled;
import dev.perennial.activities.training.Progress.Step;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.FactorizationMachineModel;
import dev.perennial.scoring.GoldenSample;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.RandomForestModel;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Tribuo;

/**
 * Trains a candidate with Tribuo by a recipe and compiles it. The same recipe, rows and seed give the same compiled
 * bytes. Safe for concurrent use: every run has trainers of its own, each on one thread.
 */
public final class CandidateTrainer {

    private static final int GOLDEN_ROWS_KEPT = 128;

    /**
     * Checks that a recipe can be trained by, without training.
     *
     * @throws IllegalArgumentException naming the nearest valid word, or the range that a parameter is out of
     */
    public static void check(CandidateRecipe recipe) {
        RecipeParameters.of(recipe, Outputs.probability());
    }

    /**
     * The trained and compiled model.
     *
     * @throws IllegalArgumentException if the recipe is invalid
     * @throws UntrainableDataException if nothing can be learned from the rows
     * @throws ScoringMismatchException if the compiled model does not score as Tribuo's does
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public TrainedCandidate train(CandidateRecipe recipe, LabelledTable training, long seed, Progress progress) {
        return train(recipe, TrainingTable.of(training), seed, progress);
    }

    /** The same of any kind of output. */
    public TrainedCandidate train(CandidateRecipe recipe, TrainingTable training, long seed, Progress progress) {
        RecipeParameters parameters = RecipeParameters.of(recipe, training.outputs());
        checkLearnable(recipe, training);
        StepHolder step = new StepHolder();
        return WatchedTask.run(
                "train-" + recipe.algorithm(),
                () -> train(recipe, parameters, training, seed, step),
                () -> progress.report(step.current));
    }

    /* Written by the training thread, read by the caller's. */
    private static final class StepHolder {
        private volatile Step current = Step.ENCODING;
    }

    private static void checkLearnable(CandidateRecipe recipe, TrainingTable training) {
        if (training.rows() == 0) {
            throw new UntrainableDataException("Cannot train " + recipe.algorithm() + ": there are no rows");
        }
        if (training.outputs() instanceof Outputs.Probability) {
            int positives = training.count(1);
            if (positives == 0 || positives == training.rows()) {
                throw new UntrainableDataException("Cannot train " + recipe.algorithm() + ": all " + training.rows()
                        + " labels are " + (positives == 0 ? "negative" : "positive"));
            }
        }
        if (training.outputs() instanceof Outputs.ClassProbabilities classes) {
            for (int label = 0; label < classes.count(); label++) {
                if (training.count(label) == 0) {
                    throw new UntrainableDataException("Cannot train " + recipe.algorithm() + ": of "
                            + training.rows() + " rows none has the label \""
                            + classes.labels().get(label) + "\"");
                }
            }
        }
    }

    private static TrainedCandidate train(
            CandidateRecipe recipe, RecipeParameters parameters, TrainingTable training, long seed, StepHolder step) {
        return train(recipe, parameters, training, seed, step, fitting(recipe, parameters, training));
    }

    static Fitting<?> fitting(CandidateRecipe recipe, RecipeParameters parameters, TrainingTable training) {
        Outputs outputs = training.outputs();
        boolean value = outputs instanceof Outputs.Value;
        return switch (recipe.algorithm()) {
            case LinearModel.ALGORITHM -> linear(parameters, training);
            case FactorizationMachineModel.ALGORITHM -> new FactorizationFitting(training, parameters);
            case BoostedTreesModel.ALGORITHM ->
                value
                        ? new BoostingFitting<>(training, parameters, new ValueTask(0, 1))
                        : new BoostingFitting<>(training, parameters, new LabelTask(outputs));
            case RandomForestModel.ALGORITHM ->
                value
                        ? new ForestFitting<>(training, parameters, new ValueTask(0, 1))
                        : new ForestFitting<>(training, parameters, new LabelTask(outputs));
            default ->
                throw new IllegalStateException("Cannot train " + recipe.algorithm() + ": no trainer has the name");
        };
    }

    private static Fitting<?> linear(RecipeParameters parameters, TrainingTable training) {
        return training.outputs()
                .<Fitting<?>>match(
                        probability -> new LinearFitting(training, parameters),
                        classes -> SoftmaxFitting.ofClasses(training, parameters),
                        value -> SoftmaxFitting.ofValue(training, parameters));
    }

    private static <T extends Output<T>> TrainedCandidate train(
            CandidateRecipe recipe,
            RecipeParameters parameters,
            TrainingTable training,
            long seed,
            StepHolder step,
            Fitting<T> fitting) {
        MutableDataset<T> dataset = TribuoRows.dataset(training, fitting);
        boolean labels = !(training.outputs() instanceof Outputs.Value);
        if (dataset.size() == 0
                || (labels
                        && dataset.getOutputs().size()
                                < Math.max(2, training.outputs().count()))) {
            throw new UntrainableDataException("Cannot train " + recipe.algorithm() + ": of " + training.rows()
                    + " rows, " + dataset.size() + " have a value at all"
                    + (labels ? ", and they do not have both labels" : ""));
        }
        step.current = Step.FITTING;
        Model<T> model = fitting.fit(dataset, seed);
        step.current = Step.COMPARING;
        Compiled compiled = fitting.compile(model);
        GoldenSample golden = GoldenRows.scored(training.features(), seed, fitting, model);
        double difference = GoldenRows.agreement(compiled.model(), golden);
        byte[] bytes = CompiledModelFormat.write(compiled.model(), golden.first(GOLDEN_ROWS_KEPT));
        CompiledModel asRead = CompiledModelFormat.read(bytes);
        return new TrainedCandidate(
                asRead,
                bytes,
                model.serialize().toByteArray(),
                difference,
                provenance(recipe, parameters, training, seed, fitting),
                shares(compiled.importances()));
    }

    private static SortedMap<String, String> provenance(
            CandidateRecipe recipe,
            RecipeParameters parameters,
            TrainingTable training,
            long seed,
            Fitting<?> fitting) {
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("algorithm", recipe.algorithm());
        parameters.values().forEach((name, value) -> provenance.put("parameter." + name, String.valueOf(value)));
        provenance.put("seed", String.valueOf(seed));
        provenance.put("rows", String.valueOf(training.rows()));
        if (training.outputs() instanceof Outputs.Probability) {
            provenance.put("positives", String.valueOf(training.count(1)));
        }
        provenance.put("first-event", eventTime(times(training).min().orElseThrow()));
        provenance.put("last-event", eventTime(times(training).max().orElseThrow()));
        provenance.put("trainer", fitting.trainer());
        provenance.put("tribuo", Tribuo.VERSION);
        provenance.put("java", Runtime.version().toString());
        return provenance;
    }

    private static LongStream times(TrainingTable training) {
        return LongStream.range(0, training.rows()).map(row -> training.eventTimeMillis((int) row));
    }

    private static String eventTime(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static SortedMap<String, Double> shares(SortedMap<String, Double> importances) {
        double sum =
                importances.values().stream().mapToDouble(Double::doubleValue).sum();
        SortedMap<String, Double> shares = new TreeMap<>();
        importances.forEach((name, importance) -> shares.put(name, sum > 0 ? importance / sum : 0.0));
        return shares;
    }
}
