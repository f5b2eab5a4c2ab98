package dev.perennial.monitoring.profile;

/** What is known of a row's label when it is counted. The codes are part of the stored form. */
public enum Outcome {
    /** There is no label yet. */
    UNLABELLED(0),
    /** The label is 0. */
    NEGATIVE(1),
    /** The label is 1. */
    POSITIVE(2),
    /** The label is another number, as in a regression. */
    OTHER(3);

    static final int COUNT = 4;

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Outcome of(double label) {
        if (Double.isNaN(label)) {
            return UNLABELLED;
        }
        if (label == 0) {
            return NEGATIVE;
        }
        return label == 1 ? POSITIVE : OTHER;
    }
}
