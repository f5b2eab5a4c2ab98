package dev.perennial.activities.training;

import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Contributions;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureTable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The importance of each feature where trees do not give it: the standard deviation of its contributions over rows
 * spread evenly over the training rows, added up over the model's outputs.
 */
final class ContributionSpread {

    private static final int MOST_ROWS = 1000;

    private ContributionSpread() {}

    static SortedMap<String, Double> of(CompiledModel model, FeatureTable training) {
        int rows = Math.min(MOST_ROWS, training.rows());
        SortedMap<String, Double> spreads = new TreeMap<>();
        FeatureRow row = new FeatureRow(training.schema());
        for (int output = 0; output < model.outputs().count(); output++) {
            double[] means = new double[training.schema().size()];
            double[] squares = new double[means.length];
            for (int index = 0; index < rows; index++) {
                training.read((int) ((long) index * training.rows() / rows), row);
                Contributions of = model.contributions(row, output)
                        .orElseThrow(() -> new IllegalStateException("Cannot explain a model just trained"));
                for (int column = 0; column < means.length; column++) {
                    double fromMean = of.of(column) - means[column];
                    means[column] += fromMean / (index + 1);
                    squares[column] += fromMean * (of.of(column) - means[column]);
                }
            }
            for (int column = 0; column < means.length; column++) {
                spreads.merge(training.schema().feature(column).name(), Math.sqrt(squares[column] / rows), Double::sum);
            }
        }
        return spreads;
    }
}
