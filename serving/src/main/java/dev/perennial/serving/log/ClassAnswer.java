package dev.perennial.serving.log;

import java.util.Arrays;
import java.util.List;

/**
 * What a model of several classes says of one row: the probability of each class in the order of the declaration, and the
 * class that is answered, by default the most probable one, of equals the first. Immutable.
 */
public final class ClassAnswer {
    private static final double ROUNDING = 1e-6;

    private final List<String> classes;
    private final double[] probabilities;
    private final int answered;

    private ClassAnswer(List<String> classes, double[] probabilities, int answered) {
        this.classes = classes;
        this.probabilities = probabilities;
        this.answered = answered;
    }

    /** The answer of these probabilities, one a class. The array is not copied: it is the answer's from now on. */
    public static ClassAnswer of(List<String> classes, double[] probabilities) {
        int most = 0;
        for (int at = 1; at < probabilities.length; at++) {
            most = probabilities[at] > probabilities[most] ? at : most;
        }
        return new ClassAnswer(classes, probabilities, most);
    }

    /** The same probabilities with another class answered, of which there must be one. */
    public ClassAnswer answering(String word) {
        int at = classes.indexOf(word);
        if (at < 0) {
            throw new IllegalArgumentException("Invalid class: " + word + ", expected one of " + classes);
        }
        return new ClassAnswer(classes, probabilities, at);
    }

    /** Whether every number is a probability and together they are 1, up to what rounding explains. */
    public boolean isDistribution() {
        return isDistribution(ROUNDING);
    }

    /** The same with a tolerance for numbers that were rounded elsewhere. */
    public boolean isDistribution(double tolerance) {
        double sum = 0;
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                return false;
            }
            sum += probability;
        }
        return Math.abs(sum - 1) <= tolerance;
    }

    /** All classes, in the order of the probabilities. */
    public List<String> classes() {
        return classes;
    }

    /** The class that is answered. */
    public String word() {
        return classes.get(answered);
    }

    /** Its probability. */
    public double score() {
        return probabilities[answered];
    }

    /** The probability of the class at that place. */
    public double probability(int at) {
        return probabilities[at];
    }

    @Override
    public String toString() {
        return word() + " of " + classes + " by " + Arrays.toString(probabilities);
    }
}
