package dev.perennial.monitoring.distance;

/**
 * What a distance does by chance alone: its distribution when both samples come from one population, rows independent.
 *
 * <p>Large-sample theory throughout; each {@link Distance} says which. With fewer than about five expected rows a bin it is
 * rough, and a decision should rest on the measurement's p value as well.
 */
public interface Noise {

    /** What the distance stays below without drift, with this confidence (strictly between 0 and 1). */
    double quantile(double confidence);

    /** The probability of a distance at least this large without drift. */
    double tail(double value);
}
