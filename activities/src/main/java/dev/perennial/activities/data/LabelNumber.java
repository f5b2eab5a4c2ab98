package dev.perennial.activities.data;

import dev.perennial.scoring.Outputs;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A label as one number, whatever kind it is of: 1 or 0 of a yes-or-no question, of several classes the place of the class
 * among them, or the quantity.
 */
final class LabelNumber {
    /** What a class is that is none of the model's. */
    private static final int FOREIGN = -1;

    private LabelNumber() {}

    /** Of stored rows, which have {@code _label} and {@code _class}: NULL where there is no label. */
    static String stored(Outputs outputs) {
        return outputs.match(
                probability -> Sql.name("_label"),
                classes -> "CASE WHEN _class IS NOT NULL THEN coalesce(" + place("_class", classes.labels()) + ", "
                        + FOREIGN + ") END",
                value -> Sql.name("_label"));
    }

    /** The place of the class that the expression names; NULL where it is none of them. */
    static String place(String text, List<String> classes) {
        return IntStream.range(0, classes.size())
                .mapToObj(at -> " WHEN " + Sql.text(classes.get(at)) + " THEN " + at + ".0")
                .collect(Collectors.joining("", "CASE " + text, " END"));
    }

    /** Whether the number can be a label of such a model. */
    static boolean isOne(double label, Outputs outputs) {
        return outputs.match(
                probability -> label == 0 || label == 1,
                classes -> label >= 0 && label < classes.count(),
                value -> Double.isFinite(label));
    }
}
