package dev.perennial.activities.training;

import dev.perennial.scoring.Outputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tribuo.Model;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.RandomForestTrainer;

/** Two labels behind a probability, or the labels of several classes, under names that Tribuo has no meaning for. */
final class LabelTask implements TribuoTask<Label> {

    private final Outputs outputs;
    private final List<Label> labels;

    LabelTask(Outputs outputs) {
        this.outputs = outputs;
        List<Label> all = new ArrayList<>();
        if (outputs instanceof Outputs.Probability) {
            all.add(TribuoRows.NEGATIVE);
            all.add(TribuoRows.POSITIVE);
        } else {
            for (int output = 0; output < outputs.count(); output++) {
                all.add(new Label("class-" + output));
            }
        }
        labels = List.copyOf(all);
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    @Override
    public OutputFactory<Label> factory() {
        return new LabelFactory();
    }

    @Override
    public Label output(double target) {
        return labels.get((int) target);
    }

    @Override
    public int[] margins(Model<Label> model) {
        int[] margins = new int[labels.size()];
        for (int label = 0; label < margins.length; label++) {
            margins[model.getOutputIDInfo().getID(labels.get(label))] = label;
        }
        return margins;
    }

    @Override
    public void read(Prediction<Label> prediction, double[] into, int from) {
        copy(prediction.getOutputScores(), into, from);
    }

    private void copy(Map<String, Label> scores, double[] into, int from) {
        // Of two labels the probability of the second is the answer.
        int first = labels.size() - outputs.count();
        if (outputs instanceof Outputs.ClassProbabilities) {
            first = 0;
        }
        for (int output = 0; output < outputs.count(); output++) {
            String label = labels.get(first + output).getLabel();
            Label score = Objects.requireNonNull(scores.get(label), () -> "the model has no label " + label);
            into[from + output] = score.getScore();
        }
    }

    @Override
    public double[] leaf(LeafNode<Label> leaf) {
        double[] shares = new double[outputs.count()];
        copy(leaf.getDistribution(), shares, 0);
        return shares;
    }

    @Override
    public Trainer<Label> boosting(int trees, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("objective", "multi:softprob");
        return new XGBoostClassificationTrainer(trees, all);
    }

    /* Voting by label alone would lose what the leaves know of the shares. */
    @Override
    public Trainer<Label> forest(ForestSettings settings) {
        CARTClassificationTrainer tree = new CARTClassificationTrainer(
                settings.depth(),
                settings.minChildWeight(),
                0,
                settings.featureShare(),
                new GiniIndex(),
                settings.seed());
        return new RandomForestTrainer<>(tree, new FullyWeightedVotingCombiner(), settings.trees(), settings.seed());
    }
}
