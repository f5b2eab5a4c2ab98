package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;

/**
 * How many of a window's predictions have their label. Labels that come fast are not a fair sample of all (positives often
 * come first or last), so a window is judged only when nearly all have come.
 *
 * @param labelled predictions whose label has arrived
 * @param predictions all predictions of the window
 */
public record LabelMaturity(long labelled, long predictions) {

    /** Checks the counts. */
    public LabelMaturity {
        Require.notNegative(labelled, "count of labels");
        if (labelled > predictions) {
            throw new IllegalArgumentException(
                    "Invalid label maturity: " + labelled + " labels for " + predictions + " predictions");
        }
    }

    /** Every one of so many predictions is labelled. */
    public static LabelMaturity complete(long predictions) {
        return new LabelMaturity(predictions, predictions);
    }

    /** The share of predictions that are labelled; zero for an empty window, which is never mature. */
    public double share() {
        return predictions == 0 ? 0 : (double) labelled / predictions;
    }
}
