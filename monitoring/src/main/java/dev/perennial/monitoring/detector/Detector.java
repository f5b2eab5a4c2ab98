package dev.perennial.monitoring.detector;

/**
 * A watcher of one stream of values, such as the errors of a model in the order of their labels, that says when their
 * distribution has changed.
 *
 * <p>After {@link DetectionState#DRIFT} the next value starts afresh, except for ADWIN, which keeps the window that it has
 * cut. Adding a value allocates nothing. What a detector raises without drift depends on the detector and on the rate of
 * errors: it holds no level over time, so an alarm is a reason to look, not a verdict. Not thread-safe.
 */
public interface Detector {

    /**
     * Adds the next value.
     *
     * @throws IllegalArgumentException if the value is not one that this detector reads: EDDM and STEPD read 0 (right) and
     *     1 (wrong), DDM values in [0, 1], the others finite ones; the detector is left as it was
     */
    DetectionState add(double value);

    /** The state after the last value; {@link DetectionState#STABLE} before the first. */
    DetectionState state();

    /** How many values the present estimate rests on: those since the last start, for ADWIN those in its window. */
    long values();

    /** Forgets every value; a seeded detector goes on drawing where it is. */
    void reset();

    /** What it was started with. */
    DetectorSettings settings();

    /** All of its state, to be stored and resumed elsewhere: the resumed detector says what this one would have said. */
    DetectorSnapshot snapshot();
}
