package dev.perennial.activities.segments;

import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs.ClassProbabilities;
import java.util.stream.IntStream;

/**
 * Values, or the most probable of several classes, that a version gives every row anew, whoever answered at the time.
 *
 * @param column the code of the layout's column of answered classes; of no meaning for values
 */
record AnswersAnew(CompiledModel model, int column) implements SegmentAnswers {
    @Override
    public void count(ParquetFile file, int rowGroup, RowMask mask, ProfileBuilder builder) {
        int[] rows = IntStream.range(0, file.rows(rowGroup)).filter(mask::keeps).toArray();
        double[] answers = SegmentColumns.scored(model, file, rowGroup, rows);
        if (!(model.outputs() instanceof ClassProbabilities classes)) {
            builder.scores(answers, 0, rows.length);
            return;
        }
        long[] counts = new long[classes.count()];
        for (int row = 0; row < rows.length; row++) {
            counts[classes.mostProbable(answers, row)]++;
        }
        for (int at = 0; at < counts.length; at++) {
            if (counts[at] > 0) {
                builder.category(column, classes.labels().get(at), counts[at]);
            }
        }
    }
}
