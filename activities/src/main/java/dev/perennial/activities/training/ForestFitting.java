package dev.perennial.activities.training;

import dev.perennial.activities.training.TribuoTask.ForestSettings;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.DecisionTree.Missing;
import dev.perennial.scoring.RandomForestModel;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleModel;

/**
 * A random forest by Tribuo over binned values, which its exact search for splits needs: on raw ones it sorts and merges
 * every distinct value of every feature. Splits become thresholds of the values themselves. A missing value is below
 * all bins, so it goes to the left at every split.
 */
final class ForestFitting<T extends Output<T>> implements Fitting<T> {

    private final TrainingTable training;
    private final TribuoTask<T> task;
    private final RecipeParameters parameters;
    private final TreeEncoding encoding;
    private final BinnedEncoding bins;

    ForestFitting(TrainingTable training, RecipeParameters parameters, TribuoTask<T> task) {
        this.training = training;
        this.task = task;
        this.parameters = parameters;
        encoding = new TreeEncoding(training, RandomForestModel.ALGORITHM);
        bins = new BinnedEncoding(encoding, training.features(), parameters.whole("bins"));
    }

    @Override
    public TribuoTask<T> task() {
        return task;
    }

    @Override
    public Encoder encoder() {
        return bins;
    }

    @Override
    public Model<T> fit(MutableDataset<T> dataset, long seed) {
        ForestSettings settings = new ForestSettings(
                parameters.whole("trees"),
                parameters.whole("depth"),
                (float) parameters.real("minChildWeight"),
                (float) parameters.real("features"),
                seed);
        return task.forest(settings).train(dataset);
    }

    @Override
    public String trainer() {
        return "Tribuo CART random forest, quantile bins";
    }

    @Override
    public Compiled compile(Model<T> model) {
        List<DecisionTree> trees = new ArrayList<>();
        for (Model<T> tree : ((EnsembleModel<T>) model).getModels()) {
            trees.add(new Tree(tree.getFeatureIDMap()).of(((TreeModel<T>) tree).getRoot()));
        }
        RandomForestModel counted = new RandomForestModel(encoding.schema(), task.outputs(), encoding.rates(), trees)
                .withCovers(training.features());
        double[] gains = new double[encoding.inputs()];
        counted.trees().forEach(tree -> tree.addGains(gains));
        return new Compiled(counted, encoding.byFeature(gains));
    }

    /* One tree on its way to flat arrays; Tribuo limits how deep the recursion goes. */
    private final class Tree {

        private final ImmutableFeatureMap features;
        private final int[] inputs;
        private final DecisionTree.Builder builder = DecisionTree.builder();
        private int next = 1;

        Tree(ImmutableFeatureMap features) {
            this.features = features;
            inputs = encoding.inputs(features);
        }

        DecisionTree of(Node<T> root) {
            add(0, root);
            return builder.build();
        }

        private void add(int number, Node<T> node) {
            if (node instanceof LeafNode<T> leaf) {
                builder.leaf(number, Float.NaN, task.leaf(leaf));
                return;
            }
            SplitNode<T> split = (SplitNode<T>) node;
            int left = next;
            next += 2;
            int feature = split.getFeatureID();
            float threshold = bins.threshold(features.get(feature).getName(), (int) Math.floor(split.splitValue()));
            builder.split(number, inputs[feature], threshold, Missing.LEFT, left, left + 1);
            add(left, split.getLessThanOrEqual());
            add(left + 1, split.getGreaterThan());
        }
    }
}
