package dev.perennial.activities.data;

import dev.perennial.scoring.Outputs;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said of each of several classes in logged rows: by the version that answered, and by the other one of a rollout.
 * Of models that answer with one number there is nothing. Arrays are not copied out: whoever reads them leaves them as they
 * are.
 */
public final class LoggedProbabilities {
    private final double[] answered;
    private final double[] paired;

    private LoggedProbabilities(double[] answered, double[] paired) {
        this.answered = answered;
        this.paired = paired;
    }

    /** The log's columns, those of the answer before those of the other version. */
    static List<String> of(Outputs outputs) {
        List<String> columns = new ArrayList<>();
        if (outputs instanceof Outputs.ClassProbabilities classes) {
            classes.labels().forEach(word -> columns.add(column(word)));
            classes.labels().forEach(word -> columns.add(pairedColumn(word)));
        }
        return columns;
    }

    /** The columns of {@link #of(Outputs)} as they were read. */
    static LoggedProbabilities of(List<Growing.Numbers> columns) {
        int classes = columns.size() / 2;
        return new LoggedProbabilities(
                sideBySide(columns.subList(0, classes)), sideBySide(columns.subList(classes, columns.size())));
    }

    private static double[] sideBySide(List<Growing.Numbers> columns) {
        List<double[]> values = columns.stream().map(Growing.Numbers::toArray).toList();
        double[] rows = new double[values.isEmpty() ? 0 : values.size() * values.get(0).length];
        for (int at = 0; at < rows.length; at++) {
            rows[at] = values.get(at % values.size())[at / values.size()];
        }
        return rows;
    }

    /** The column of a class's probability. */
    static String column(String word) {
        return "_p_" + word;
    }

    /** The same of the version that scored the row beside the answer. */
    static String pairedColumn(String word) {
        return "_paired_p_" + word;
    }

    /** The answer's probabilities, those of a row side by side; NaN where there are none. */
    public double[] answered() {
        return answered;
    }

    /** The same of the other version. */
    public double[] paired() {
        return paired;
    }
}
