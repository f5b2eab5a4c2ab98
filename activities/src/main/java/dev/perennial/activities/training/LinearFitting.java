package dev.perennial.activities.training;

import de.bwaldvogel.liblinear.Model;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;

/** Logistic regression by LibLinear, L2-regularised, over a {@link LinearEncoding}. */
final class LinearFitting implements Fitting<Label> {

    private static final int MOST_ITERATIONS = 1000;
    private static final double TERMINATION = 0.01;

    private final FeatureTable training;
    private final double cost;
    private final LinearEncoding encoding;
    private final LabelTask task;

    LinearFitting(TrainingTable training, RecipeParameters parameters) {
        this.training = training.features();
        cost = parameters.real("c");
        encoding = new LinearEncoding(this.training);
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
    public LibLinearClassificationModel fit(MutableDataset<Label> dataset, long seed) {
        LibLinearClassificationTrainer trainer = new LibLinearClassificationTrainer(
                new LinearClassificationType(LinearType.L2R_LR), cost, MOST_ITERATIONS, TERMINATION, seed);
        return (LibLinearClassificationModel) trainer.train(dataset);
    }

    @Override
    public String trainer() {
        return "LibLinear L2R_LR";
    }

    @Override
    public Compiled compile(org.tribuo.Model<Label> model) {
        Model inner = ((LibLinearClassificationModel) model).getInnerModels().get(0);
        int positive = model.getOutputIDInfo().getID(TribuoRows.POSITIVE);
        // LibLinear keeps one weight for each feature, towards the label it met first, and the bias after them.
        double sign = inner.getLabels()[0] == positive ? 1 : -1;
        double[] weights = inner.getFeatureWeights();
        ImmutableFeatureMap features = model.getFeatureIDMap();
        List<LinearTerm> terms = LinearTerms.of(encoding, name -> {
            VariableIDInfo info = features.get(name);
            return info == null ? 0 : sign * weights[info.getID()];
        });
        SortedMap<String, Double> importances = new TreeMap<>();
        for (int column = 0; column < terms.size(); column++) {
            importances.put(training.schema().feature(column).name(), spread(column, terms.get(column)));
        }
        double bias = sign * weights[features.size()];
        return new Compiled(new LinearModel(training.schema(), bias, terms), importances);
    }

    /* The standard deviation, over the training rows, of what the term adds to the log-odds. */
    private double spread(int column, LinearTerm term) {
        return term.match(number -> spreadOfNumber(column, number), category -> spreadOfCategory(column, category));
    }

    private double spreadOfNumber(int column, NumberTerm term) {
        Standardisation over = encoding.standardisation(column);
        double missingShare = (double) over.missing() / training.rows();
        // Present values have mean zero, and variance one unless they are all alike.
        double present = over.spread() == 0 ? 0 : term.weight() * term.weight();
        double mean = missingShare * term.missingWeight();
        double square = (1 - missingShare) * present + missingShare * term.missingWeight() * term.missingWeight();
        return Math.sqrt(Math.max(0, square - mean * mean));
    }

    private double spreadOfCategory(int column, CategoryTerm term) {
        double rows = training.rows();
        double missingShare = CategoryLevels.missing(training, column) / rows;
        double mean = missingShare * term.missingWeight();
        double square = mean * term.missingWeight();
        for (Map.Entry<String, Integer> level : encoding.levels(column).entrySet()) {
            double weight = term.weights().getOrDefault(level.getKey(), 0.0);
            mean += level.getValue() / rows * weight;
            square += level.getValue() / rows * weight * weight;
        }
        return Math.sqrt(Math.max(0, square - mean * mean));
    }
}
