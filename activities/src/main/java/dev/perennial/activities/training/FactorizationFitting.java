package dev.perennial.activities.training;

import dev.perennial.scoring.FactorTerm;
import dev.perennial.scoring.FactorTerm.CategoryFactors;
import dev.perennial.scoring.FactorTerm.NumberFactors;
import dev.perennial.scoring.FactorWeights;
import dev.perennial.scoring.FactorizationMachineModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.fm.FMClassificationModel;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;

/** A factorisation machine by Tribuo's stochastic gradient descent over a {@link LinearEncoding}. */
final class FactorizationFitting implements Fitting<Label> {

    private static final double STABILISER = 0.1;
    private static final int QUIET = -1;
    /* Of the factors before training: small, so that the linear part comes first. */
    private static final double INITIAL_SPREAD = 0.01;

    private final TrainingTable training;
    private final RecipeParameters parameters;
    private final LinearEncoding encoding;
    private final LabelTask task;

    FactorizationFitting(TrainingTable training, RecipeParameters parameters) {
        this.training = training;
        this.parameters = parameters;
        encoding = new LinearEncoding(training.features());
        task = new LabelTask(training.outputs());
    }

    @Override
    public TribuoTask<Label> task() {
        return task;
    }

    @Override
    public Encoder encoder() {
        return encoding;
    }

    @Override
    public Model<Label> fit(MutableDataset<Label> dataset, long seed) {
        FMClassificationTrainer trainer = new FMClassificationTrainer(
                new LogMulticlass(),
                new AdaGrad(parameters.real("rate"), STABILISER),
                parameters.whole("epochs"),
                QUIET,
                seed,
                parameters.whole("factors"),
                INITIAL_SPREAD);
        return trainer.train(dataset);
    }

    @Override
    public String trainer() {
        return "Tribuo factorisation machine SGD, AdaGrad";
    }

    @Override
    public Compiled compile(Model<Label> model) {
        Weights weights = new Weights((FMClassificationModel) model);
        List<FactorTerm> terms = new ArrayList<>();
        for (int column = 0; column < encoding.schema().size(); column++) {
            FactorWeights missing = weights.of(encoding.nameOfMissing(column));
            if (encoding.schema().holdsNumbers(column)) {
                Standardisation over = encoding.standardisation(column);
                terms.add(new NumberFactors(
                        over.mean(), over.scale(), weights.of(encoding.nameOfNumber(column)), missing));
            } else {
                SortedMap<String, FactorWeights> levels = new TreeMap<>();
                encoding.namesOfLevels(column).forEach((level, name) -> levels.put(level, weights.of(name)));
                terms.add(new CategoryFactors(levels, missing));
            }
        }
        FactorizationMachineModel machine = new FactorizationMachineModel(
                encoding.schema(), task.outputs(), parameters.whole("factors"), weights.biases(), terms);
        return new Compiled(machine, ContributionSpread.of(machine, training.features()));
    }

    /* Weights and factors by the name of a number; one that training never saw has none, to Tribuo as well. */
    private final class Weights {

        private final Model<Label> model;
        private final DenseVector biases;
        private final DenseMatrix linear;
        private final Tensor[] factors;
        // by margin, Tribuo's number of its label
        private final int[] labels;

        Weights(FMClassificationModel model) {
            this.model = model;
            biases = model.getBiasesCopy();
            linear = model.getLinearWeightsCopy();
            factors = model.getFactorsCopy();
            int[] margins = task.margins(model);
            labels = new int[margins.length];
            for (int id = 0; id < margins.length; id++) {
                labels[margins[id]] = id;
            }
        }

        List<Double> biases() {
            List<Double> inOrder = new ArrayList<>();
            for (int label : labels) {
                inOrder.add(biases.get(label));
            }
            return inOrder;
        }

        FactorWeights of(String name) {
            int count = parameters.whole("factors");
            double[] weights = new double[labels.length * (1 + count)];
            VariableIDInfo info = model.getFeatureIDMap().get(name);
            if (info != null) {
                int next = 0;
                for (int label : labels) {
                    weights[next++] = linear.get(label, info.getID());
                }
                for (int label : labels) {
                    for (int factor = 0; factor < count; factor++) {
                        weights[next++] = ((DenseMatrix) factors[label]).get(factor, info.getID());
                    }
                }
            }
            return new FactorWeights(weights);
        }
    }
}
