package dev.perennial.activities.training;

import de.bwaldvogel.liblinear.Model;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * Logistic regression by LibLinear, L2-regularised: numbers standardised over the training rows, a mark for each
 * missing value, one number for each level of a category.
 */
final class LinearFitting implements Fitting {

    /* Tribuo refuses an example without features; a feature that is always zero weighs nothing. */
    private static final String NOTHING = "#";

    private static final int MOST_ITERATIONS = 1000;
    private static final double TERMINATION = 0.01;

    private final LabelledTable training;
    private final FeatureSchema schema;
    private final double cost;
    private final List<Standardisation> standardisations = new ArrayList<>();
    private final List<SortedMap<String, CategoryLevels.Count>> levels = new ArrayList<>();
    private final List<Map<String, String>> levelNames = new ArrayList<>();
    private final List<String> missingNames = new ArrayList<>();

    LinearFitting(LabelledTable training, RecipeParameters parameters) {
        this.training = training;
        schema = training.features().schema();
        cost = parameters.real("c");
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            boolean numbers = schema.holdsNumbers(column);
            standardisations.add(numbers ? Standardisation.of(training.features(), column) : Standardisation.NONE);
            levels.add(numbers ? new TreeMap<>() : CategoryLevels.of(training, column));
            Map<String, String> names = new HashMap<>();
            levels.get(column).keySet().forEach(level -> names.put(level, name + "=" + level));
            levelNames.add(names);
            missingNames.add(name + "#missing");
        }
    }

    @Override
    public Encoder encoder() {
        return this::encode;
    }

    private void encode(FeatureTable table, int row, ExampleBuffer into) {
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                double value = table.numbers(column)[row];
                if (Double.isNaN(value)) {
                    into.add(missingNames.get(column), 1);
                } else {
                    Standardisation over = standardisations.get(column);
                    into.add(schema.feature(column).name(), NumberTerm.standardise(value, over.mean(), over.scale()));
                }
            } else {
                String value = table.categories(column)[row];
                String name = value == null
                        ? missingNames.get(column)
                        : levelNames.get(column).get(value);
                if (name != null) {
                    into.add(name, 1);
                }
            }
        }
        if (into.isEmpty()) {
            into.add(NOTHING, 0);
        }
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
        Weights named = new Weights(model.getFeatureIDMap(), weights, sign);
        List<LinearTerm> terms = new ArrayList<>();
        SortedMap<String, Double> importances = new TreeMap<>();
        for (int column = 0; column < schema.size(); column++) {
            LinearTerm term = term(column, named);
            terms.add(term);
            importances.put(schema.feature(column).name(), spread(column, term));
        }
        double bias = sign * weights[model.getFeatureIDMap().size()];
        return new Compiled(new LinearModel(schema, bias, terms), importances);
    }

    private LinearTerm term(int column, Weights weights) {
        double missing = weights.of(missingNames.get(column));
        if (schema.holdsNumbers(column)) {
            Standardisation over = standardisations.get(column);
            return new NumberTerm(
                    over.mean(), over.scale(), weights.of(schema.feature(column).name()), missing);
        }
        SortedMap<String, Double> ofLevels = new TreeMap<>();
        levelNames.get(column).forEach((level, name) -> ofLevels.put(level, weights.of(name)));
        return new CategoryTerm(ofLevels, missing);
    }

    /* The standard deviation, over the training rows, of what the term adds to the log-odds. */
    private double spread(int column, LinearTerm term) {
        return term.match(number -> spreadOfNumber(column, number), category -> spreadOfCategory(column, category));
    }

    private double spreadOfNumber(int column, NumberTerm term) {
        Standardisation over = standardisations.get(column);
        double missingShare = (double) over.missing() / training.rows();
        // Present values have mean zero, and variance one unless they are all alike.
        double present = over.spread() == 0 ? 0 : term.weight() * term.weight();
        double mean = missingShare * term.missingWeight();
        double square = (1 - missingShare) * present + missingShare * term.missingWeight() * term.missingWeight();
        return Math.sqrt(Math.max(0, square - mean * mean));
    }

    private double spreadOfCategory(int column, CategoryTerm term) {
        double rows = training.rows();
        double missingShare = CategoryLevels.missing(training.features(), column) / rows;
        double mean = missingShare * term.missingWeight();
        double square = mean * term.missingWeight();
        for (Map.Entry<String, CategoryLevels.Count> level : levels.get(column).entrySet()) {
            double weight = term.weights().getOrDefault(level.getKey(), 0.0);
            mean += level.getValue().rows() / rows * weight;
            square += level.getValue().rows() / rows * weight * weight;
        }
        return Math.sqrt(Math.max(0, square - mean * mean));
    }

    /* Weights by the name of a number; one that training never saw weighs nothing, to Tribuo as well. */
    private static final class Weights {

        private final ImmutableFeatureMap features;
        private final double[] weights;
        private final double sign;

        Weights(ImmutableFeatureMap features, double[] weights, double sign) {
            this.features = features;
            this.weights = weights;
            this.sign = sign;
        }

        double of(String name) {
            VariableIDInfo info = features.get(name);
            return info == null ? 0 : sign * weights[info.getID()];
        }
    }
}
