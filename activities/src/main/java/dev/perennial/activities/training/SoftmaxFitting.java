package dev.perennial.activities.training;

import dev.perennial.scoring.LinearModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.sgd.AbstractLinearSGDModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Linear sums by Tribuo's stochastic gradient descent over a {@link LinearEncoding}: a softmax of one a class, or least
 * squares of one for a value, which is standardised as the inputs are.
 */
final class SoftmaxFitting<T extends Output<T>> implements Fitting<T> {

    /* The library's AdaGrad divides by the root of the squares so far plus this. */
    private static final double STABILISER = 0.1;
    private static final int QUIET = -1;

    private final TrainingTable training;
    private final RecipeParameters parameters;
    private final LinearEncoding encoding;
    private final TribuoTask<T> task;
    private final TrainerFactory<T> trainers;
    private final double mean;
    private final double scale;

    private interface TrainerFactory<T extends Output<T>> {
        Trainer<T> trainer(AdaGrad optimiser, int epochs, long seed);
    }

    private SoftmaxFitting(
            TrainingTable training,
            RecipeParameters parameters,
            TribuoTask<T> task,
            TrainerFactory<T> trainers,
            double mean,
            double scale) {
        this.training = training;
        this.parameters = parameters;
        encoding = new LinearEncoding(training.features());
        this.task = task;
        this.trainers = trainers;
        this.mean = mean;
        this.scale = scale;
    }

    static SoftmaxFitting<Label> ofClasses(TrainingTable training, RecipeParameters parameters) {
        return new SoftmaxFitting<>(
                training,
                parameters,
                new LabelTask(training.outputs()),
                (optimiser, epochs, seed) -> new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
                        new LogMulticlass(), optimiser, epochs, QUIET, seed),
                0,
                1);
    }

    static SoftmaxFitting<Regressor> ofValue(TrainingTable training, RecipeParameters parameters) {
        double[] targets = new double[training.rows()];
        Arrays.setAll(targets, training::target);
        Standardisation of = Standardisation.of(targets, "the targets");
        return new SoftmaxFitting<>(
                training,
                parameters,
                new ValueTask(of.mean(), of.scale()),
                (optimiser, epochs, seed) -> new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
                        new SquaredLoss(), optimiser, epochs, QUIET, seed),
                of.mean(),
                of.scale());
    }

    @Override
    public TribuoTask<T> task() {
        return task;
    }

    @Override
    public Encoder encoder() {
        return encoding;
    }

    @Override
    public Model<T> fit(MutableDataset<T> dataset, long seed) {
        AdaGrad optimiser = new AdaGrad(parameters.real("rate"), STABILISER);
        return trainers.trainer(optimiser, parameters.whole("epochs"), seed).train(dataset);
    }

    @Override
    public String trainer() {
        return "Tribuo linear SGD, AdaGrad";
    }

    @Override
    public Compiled compile(Model<T> model) {
        DenseMatrix weights = ((AbstractLinearSGDModel<T>) model).getWeightsCopy();
        int[] margins = task.margins(model);
        // The bias stands behind the weights of the features.
        int bias = model.getFeatureIDMap().size();
        List<LinearModel.Margin> compiled =
                new ArrayList<>(Collections.nCopies(margins.length, new LinearModel.Margin(0, List.of())));
        for (int id = 0; id < margins.length; id++) {
            int output = id;
            compiled.set(
                    margins[id],
                    new LinearModel.Margin(mean + scale * weights.get(output, bias), LinearTerms.of(encoding, name -> {
                        VariableIDInfo info = model.getFeatureIDMap().get(name);
                        return info == null ? 0 : scale * weights.get(output, info.getID());
                    })));
        }
        LinearModel linear = new LinearModel(encoding.schema(), task.outputs(), compiled);
        return new Compiled(linear, ContributionSpread.of(linear, training.features()));
    }
}
