package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.serving.log.ClassAnswer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another server said of each class, while an observation is read; used again for the next. Of several problems the
 * first is named.
 */
final class ObservedClasses {
    /** How far from 1 probabilities may be together that were rounded before they were sent. */
    private static final double ROUNDED = 1e-3;

    private static final int LONGEST_ECHO = 64;

    private final List<String> classes;
    private double[] probabilities;
    private @Nullable String word;
    private @Nullable String problem;

    /** Of a model of these classes; of one that has none nothing is read. */
    ObservedClasses(List<String> classes) {
        this.classes = classes;
        probabilities = new double[classes.size()];
    }

    boolean areDeclared() {
        return !classes.isEmpty();
    }

    void clear() {
        probabilities = new double[classes.size()];
        Arrays.fill(probabilities, Double.NaN);
        word = null;
        problem = null;
    }

    /** Reads the class that was answered. */
    void readClass(JsonParser in) throws IOException {
        String said = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        in.skipChildren();
        if (!classes.contains(said)) {
            refuse("Unknown class " + shortened(said) + ": expected one of " + String.join(", ", classes));
            return;
        }
        word = said;
    }

    /** Reads the object of the probabilities by class. */
    void readProbabilities(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            refuse("Invalid probabilities: expected an object with a number for each class");
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            int at = classes.indexOf(name);
            JsonToken token = in.nextToken();
            if (at < 0) {
                refuse("Unknown class " + shortened(name) + ": expected one of " + String.join(", ", classes));
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
                probabilities[at] = in.getDoubleValue();
            }
            in.skipChildren();
        }
    }

    /** Why it cannot be taken; null if nothing is wrong with it. */
    @Nullable
    String problem() {
        for (int at = 0; at < probabilities.length; at++) {
            if (Double.isNaN(probabilities[at])) {
                refuse("Missing probabilities: expected a number for each of the classes "
                        + String.join(", ", classes));
            }
        }
        if (problem == null && !answer().isDistribution(ROUNDED)) {
            refuse("Invalid probabilities: expected numbers from 0 to 1 that are 1 together");
        }
        return problem;
    }

    ClassAnswer answer() {
        ClassAnswer answer = ClassAnswer.of(classes, probabilities);
        return word == null ? answer : answer.answering(word);
    }

    private void refuse(String reason) {
        problem = problem == null ? reason : problem;
    }

    private static String shortened(String name) {
        return "'" + name.substring(0, Math.min(name.length(), LONGEST_ECHO)) + "'";
    }
}
