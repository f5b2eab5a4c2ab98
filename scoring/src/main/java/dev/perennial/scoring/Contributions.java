package dev.perennial.scoring;

/**
 * What each feature of one row added to the model's answer: the base and all contributions together are the model's
 * margin, whose unit is {@link #unit()}. Immutable.
 */
public final class Contributions {

    /** What a contribution is measured in. */
    public enum Unit {
        /** Natural logarithm of the odds of the positive class. */
        LOG_ODDS("log-odds"),
        /** A probability, from −1 to 1. */
        PROBABILITY("probability"),
        /** Natural logarithm of a class's weight among all classes, up to a number that is the same for all of them. */
        LOG_WEIGHT("log-weight"),
        /** The unit of the target. */
        VALUE("value");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /** The word for reports and answers. */
        public String word() {
            return word;
        }
    }

    private final Unit unit;
    private final double base;
    private final double[] values;

    Contributions(Unit unit, double base, double[] values) {
        this.unit = unit;
        this.base = base;
        this.values = values.clone();
    }

    public Unit unit() {
        return unit;
    }

    /**
     * The margin before any feature of the row is known: for linear models and factorisation machines that of a row
     * with every number at its training mean and every category unseen, for trees the mean over the training rows.
     */
    public double base() {
        return base;
    }

    /* The same over a base that much higher. */
    Contributions above(double offset) {
        return new Contributions(unit, base + offset, values);
    }

    /** How many features there are. */
    public int size() {
        return values.length;
    }

    /** What the feature in that column of the model's schema added; a missing value may add something as well. */
    public double of(int column) {
        return values[column];
    }

    /** The base and all contributions together. */
    public double margin() {
        double margin = base;
        for (double value : values) {
            margin += value;
        }
        return margin;
    }
}
