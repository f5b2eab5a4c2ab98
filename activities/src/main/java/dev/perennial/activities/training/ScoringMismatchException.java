package dev.perennial.activities.training;

/** A compiled model that does not score as the model it was compiled from: it must not be registered. */
public final class ScoringMismatchException extends RuntimeException {

    private final double difference;

    ScoringMismatchException(String algorithm, double difference, double tolerance, int rows) {
        super("Cannot compile " + algorithm + " model: its scores of " + rows + " golden rows differ by up to "
                + difference + " from those of the trained model, at most " + tolerance + " is allowed");
        this.difference = difference;
    }

    /** The largest absolute difference between two scores of one row. */
    public double difference() {
        return difference;
    }
}
