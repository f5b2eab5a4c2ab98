package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tables as Tribuo sees them: its examples, its two labels, its scores. */
final class TribuoRows {

    static final Label POSITIVE = new Label("positive");
    static final Label NEGATIVE = new Label("negative");

    private static final int ROWS_BETWEEN_CHECKS = 1024;

    private TribuoRows() {}

    /** The rows of which at least one number remains; Tribuo refuses the others. */
    static MutableDataset<Label> dataset(LabelledTable table, Encoder encoder) {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("labelled predictions", labels), labels);
        ExampleBuffer buffer = buffer(table.features());
        for (int row = 0; row < table.rows(); row++) {
            checkNotInterrupted(row);
            buffer.clear();
            encoder.encode(table.features(), row, buffer);
            if (!buffer.isEmpty()) {
                dataset.add(buffer.toExample(table.label(row) ? POSITIVE : NEGATIVE));
            }
        }
        return dataset;
    }

    /* At most the value of each feature and a mark that it is missing. */
    private static ExampleBuffer buffer(FeatureTable table) {
        return new ExampleBuffer(2 * table.schema().size());
    }

    private static void checkNotInterrupted(int row) {
        if (row % ROWS_BETWEEN_CHECKS == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Training was cancelled while encoding row " + row);
        }
    }

    /** The rows of which the model knows at least one number; Tribuo refuses to score the others. */
    static int[] scorable(FeatureTable table, Encoder encoder, Model<Label> model) {
        ImmutableFeatureMap known = model.getFeatureIDMap();
        ExampleBuffer buffer = buffer(table);
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            buffer.clear();
            encoder.encode(table, row, buffer);
            for (org.tribuo.Feature feature : buffer.toExample(NEGATIVE)) {
                if (known.getID(feature.getName()) >= 0) {
                    rows.add(row);
                    break;
                }
            }
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Tribuo's own probabilities of the positive label, in one batch. */
    static double[] scores(FeatureTable table, Encoder encoder, Model<Label> model) {
        ExampleBuffer buffer = buffer(table);
        List<Example<Label>> examples = new ArrayList<>(table.rows());
        for (int row = 0; row < table.rows(); row++) {
            buffer.clear();
            encoder.encode(table, row, buffer);
            examples.add(buffer.toExample(NEGATIVE));
        }
        List<Prediction<Label>> predictions = model.predict(examples);
        double[] scores = new double[predictions.size()];
        for (int row = 0; row < scores.length; row++) {
            Label positive = predictions.get(row).getOutputScores().get(POSITIVE.getLabel());
            if (positive == null) {
                throw new IllegalStateException("Cannot score row " + row + ": the model has no positive label");
            }
            scores[row] = positive.getScore();
        }
        return scores;
    }
}
