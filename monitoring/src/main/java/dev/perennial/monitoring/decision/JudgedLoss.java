package dev.perennial.monitoring.decision;

/** The loss from 0 to 1 by which a canary's labelled rows are judged, and how it is called. */
public enum JudgedLoss {
    /** The squared error of a probability; of several classes half the sum over them, which is the same for two. */
    BRIER("Brier score", "Brier"),
    /**
     * The squared error of a value in units of four times the variance of the labels on which the champion was proven, no
     * larger than 1: labels are put on the scale of a fair coin's, whose deviation is one half, so that the margin of a
     * probability fits. An error beyond two deviations of the labels counts as one of two.
     */
    SCALED_SQUARED_ERROR("scaled squared error", "scaled squared-error");

    private final String label;
    private final String adjective;

    JudgedLoss(String label, String adjective) {
        this.label = label;
        this.adjective = adjective;
    }

    /** Its name in a sentence. */
    public String label() {
        return label;
    }

    /** The same before a word such as advantage. */
    public String adjective() {
        return adjective;
    }

    /**
     * The scaled loss of a value.
     *
     * @param variance of the labels, not negative; of labels that never differ the error is not scaled
     */
    public static double ofValue(double predicted, double happened, double variance) {
        double error = predicted - happened;
        return Math.min(1, error * error / (variance > 0 ? 4 * variance : 1));
    }

    /**
     * Half the Brier score of several classes.
     *
     * @param probabilities those of all rows, a row's side by side
     * @param from where the row's begin
     * @param classes how many there are
     * @param happened the place of the class that happened
     */
    public static double ofClasses(double[] probabilities, int from, int classes, int happened) {
        double sum = 0;
        for (int at = 0; at < classes; at++) {
            double error = probabilities[from + at] - (at == happened ? 1 : 0);
            sum += error * error;
        }
        return Math.min(1, sum / 2);
    }
}
