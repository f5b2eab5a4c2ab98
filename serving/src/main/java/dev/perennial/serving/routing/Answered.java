package dev.perennial.serving.routing;

import dev.perennial.serving.log.ClassAnswer;
import org.jspecify.annotations.Nullable;

/**
 * An answer to one row.
 *
 * @param score the probability or the value; of several classes the probability of the one that is answered
 * @param classes what is said of each class; null where the answer is one number
 */
public record Answered(double score, @Nullable ClassAnswer classes) {
    static Answered of(double score) {
        return new Answered(score, null);
    }

    static Answered of(ClassAnswer classes) {
        return new Answered(classes.score(), classes);
    }
}
