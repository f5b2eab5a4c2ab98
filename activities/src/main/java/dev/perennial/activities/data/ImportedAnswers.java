package dev.perennial.activities.data;

import dev.perennial.scoring.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The answers in a file of predictions: one column of a score, or of several classes one column of a probability for each,
 * named by the score's column and the class, and if the file has it a column {@code class} of what was answered.
 */
final class ImportedAnswers {
    /* How far from 1 probabilities may be together that were rounded before they were written. */
    private static final double ROUNDED = 1e-3;

    private final Outputs outputs;
    private final String score;
    private final boolean saysClass;

    ImportedAnswers(Outputs outputs, ImportColumns columns, boolean saysClass) {
        this.outputs = outputs;
        this.score = columns.score();
        this.saysClass = saysClass;
    }

    /** The columns that a file must have. */
    static List<String> needed(Outputs outputs, ImportColumns columns) {
        return outputs instanceof Outputs.ClassProbabilities classes
                ? classes.labels().stream()
                        .map(word -> columns.score() + "_" + word)
                        .toList()
                : List.of(columns.score());
    }

    /** The columns of the log that answers become. */
    static List<String> logged(Outputs outputs) {
        List<String> names = new ArrayList<>(List.of("_score"));
        if (outputs instanceof Outputs.ClassProbabilities classes) {
            names.add("_predicted_class");
            classes.labels().forEach(word -> names.add(LoggedProbabilities.column(word)));
        }
        return names;
    }

    /** What may be wrong with a row's answer, in the order in which it is said. */
    List<String> wrong() {
        List<String> reasons = new ArrayList<>();
        if (!(outputs instanceof Outputs.ClassProbabilities classes)) {
            String number = number(score);
            reasons.add(ImportSql.when(
                    number + " IS NULL OR NOT isfinite(" + number + ")", score + " is no finite number"));
            if (outputs instanceof Outputs.Probability) {
                reasons.add(ImportSql.when(
                        number + " < 0 OR " + number + " > 1", score + " is no probability from 0 to 1"));
            }
            return reasons;
        }
        for (String word : classes.labels()) {
            String column = score + "_" + word;
            reasons.add(ImportSql.when(
                    "NOT coalesce(" + number(column) + " BETWEEN 0 AND 1, false)",
                    column + " is no probability from 0 to 1"));
        }
        String sum = classes.labels().stream()
                .map(word -> number(score + "_" + word))
                .collect(Collectors.joining(" + "));
        reasons.add(ImportSql.when(
                "abs(" + sum + " - 1) > " + ROUNDED, "the probabilities of the classes are not 1 together"));
        if (saysClass) {
            reasons.add(ImportSql.when(
                    LabelNumber.place("CAST(class AS VARCHAR)", classes.labels()) + " IS NULL",
                    "class is none of the classes " + String.join(", ", classes.labels())));
        }
        return reasons;
    }

    /** The expressions of {@link #logged}, named. */
    String values() {
        if (!(outputs instanceof Outputs.ClassProbabilities classes)) {
            return number(score) + " AS _score";
        }
        List<String> words = classes.labels();
        String all = words.stream().map(word -> number(score + "_" + word)).collect(Collectors.joining(", "));
        String most = words.stream()
                .map(word -> " WHEN " + number(score + "_" + word) + " = greatest(" + all + ") THEN " + Sql.text(word))
                .collect(Collectors.joining("", "CASE", " END"));
        String answered = saysClass ? "CAST(class AS VARCHAR)" : most;
        String ofAnswered = words.stream()
                .map(word -> " WHEN " + Sql.text(word) + " THEN " + number(score + "_" + word))
                .collect(Collectors.joining("", "CASE " + answered, " END"));
        return ofAnswered + " AS _score, " + answered + " AS _predicted_class"
                + words.stream()
                        .map(word ->
                                ", " + number(score + "_" + word) + " AS " + Sql.name(LoggedProbabilities.column(word)))
                        .collect(Collectors.joining());
    }

    private static String number(String column) {
        return "TRY_CAST(" + Sql.name(column) + " AS DOUBLE)";
    }
}
