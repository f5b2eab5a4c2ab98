package dev.perennial.scoring;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** What a compiled model answers with for one row: one probability, one probability a class, or one value. */
public sealed interface Outputs {

    /** How many numbers an answer has. */
    int count();

    /** Whether a number could be a part of such an answer. */
    boolean allow(double score);

    /** The answer of the function that fits this kind of output. */
    <R> R match(
            Function<Probability, R> probability, Function<ClassProbabilities, R> classes, Function<Value, R> value);

    /** The probability of the positive class, from 0 to 1. */
    static Outputs probability() {
        return Probability.INSTANCE;
    }

    /** The probability of each class in the order of its labels. */
    static Outputs classes(List<String> labels) {
        return new ClassProbabilities(labels);
    }

    /** A number in the unit of the target. */
    static Outputs value() {
        return Value.INSTANCE;
    }

    private static boolean isProbability(double score) {
        return score >= 0 && score <= 1;
    }

    /** The probability of the positive class of two. */
    record Probability() implements Outputs {

        private static final Probability INSTANCE = new Probability();

        @Override
        public int count() {
            return 1;
        }

        @Override
        public boolean allow(double score) {
            return isProbability(score);
        }

        @Override
        public <R> R match(
                Function<Probability, R> probability,
                Function<ClassProbabilities, R> classes,
                Function<Value, R> value) {
            return probability.apply(this);
        }
    }

    /** The probability of each of several classes; together they are 1. */
    record ClassProbabilities(List<String> labels) implements Outputs {

        public static final int MOST_CLASSES = 1000;

        public ClassProbabilities {
            labels = List.copyOf(labels);
            if (labels.size() < 2 || labels.size() > MOST_CLASSES) {
                throw new IllegalArgumentException(
                        "Invalid classes: there are " + labels.size() + " (2 to " + MOST_CLASSES + " are allowed)");
            }
            if (new HashSet<>(labels).size() < labels.size()) {
                throw new IllegalArgumentException("Invalid classes: a label stands twice in " + labels);
            }
        }

        /** The place of a row's most probable class, of equals the first; the answers of rows stand side by side. */
        public int mostProbable(double[] answers, int row) {
            int first = row * labels.size();
            int most = 0;
            for (int at = 1; at < labels.size(); at++) {
                most = answers[first + at] > answers[first + most] ? at : most;
            }
            return most;
        }

        @Override
        public int count() {
            return labels.size();
        }

        @Override
        public boolean allow(double score) {
            return isProbability(score);
        }

        @Override
        public <R> R match(
                Function<Probability, R> probability,
                Function<ClassProbabilities, R> classes,
                Function<Value, R> value) {
            return classes.apply(this);
        }
    }

    /** One finite number in the unit of the target. */
    record Value() implements Outputs {

        private static final Value INSTANCE = new Value();

        @Override
        public int count() {
            return 1;
        }

        @Override
        public boolean allow(double score) {
            return Double.isFinite(score);
        }

        @Override
        public <R> R match(
                Function<Probability, R> probability,
                Function<ClassProbabilities, R> classes,
                Function<Value, R> value) {
            return value.apply(this);
        }
    }
}
