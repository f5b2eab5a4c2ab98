package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tables as Tribuo sees them: its examples, its outputs, its scores. */
final class TribuoRows {

    static final Label POSITIVE = new Label("positive");
    static final Label NEGATIVE = new Label("negative");

    private static final int ROWS_BETWEEN_CHECKS = 1024;

    private TribuoRows() {}

    /** The rows of which at least one number remains; Tribuo refuses the others. */
    static <T extends Output<T>> MutableDataset<T> dataset(TrainingTable table, Fitting<T> fitting) {
        TribuoTask<T> task = fitting.task();
        MutableDataset<T> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance("labelled predictions", task.factory()), task.factory());
        ExampleBuffer buffer = buffer(table.features());
        for (int row = 0; row < table.rows(); row++) {
            checkNotInterrupted(row);
            buffer.clear();
            fitting.encoder().encode(table.features(), row, buffer);
            if (!buffer.isEmpty()) {
                dataset.add(buffer.toExample(task.output(table.target(row))));
            }
        }
        return dataset;
    }

    /* Usually the value of each feature and a mark that it is missing. */
    private static ExampleBuffer buffer(FeatureTable table) {
        return new ExampleBuffer(2 * table.schema().size());
    }

    private static void checkNotInterrupted(int row) {
        if (row % ROWS_BETWEEN_CHECKS == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Training was cancelled while encoding row " + row);
        }
    }

    /** The rows of which the model knows at least one number; Tribuo refuses to score the others. */
    static <T extends Output<T>> int[] scorable(FeatureTable table, Fitting<T> fitting, Model<T> model) {
        ImmutableFeatureMap known = model.getFeatureIDMap();
        ExampleBuffer buffer = buffer(table);
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            buffer.clear();
            fitting.encoder().encode(table, row, buffer);
            for (int index = 0; index < buffer.size(); index++) {
                if (known.getID(buffer.name(index)) >= 0) {
                    rows.add(row);
                    break;
                }
            }
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Tribuo's own scores, each row's side by side, in one batch. */
    static <T extends Output<T>> double[] scores(FeatureTable table, Fitting<T> fitting, Model<T> model) {
        TribuoTask<T> task = fitting.task();
        ExampleBuffer buffer = buffer(table);
        List<Example<T>> examples = new ArrayList<>(table.rows());
        for (int row = 0; row < table.rows(); row++) {
            buffer.clear();
            fitting.encoder().encode(table, row, buffer);
            examples.add(buffer.toExample(task.output(0)));
        }
        List<Prediction<T>> predictions = model.predict(examples);
        int width = task.outputs().count();
        double[] scores = new double[predictions.size() * width];
        for (int row = 0; row < predictions.size(); row++) {
            task.read(predictions.get(row), scores, row * width);
        }
        return scores;
    }
}
