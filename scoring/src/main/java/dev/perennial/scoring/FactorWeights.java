package dev.perennial.scoring;

import java.util.Arrays;

/**
 * What one input of a factorisation machine weighs: a weight for each margin, then its factors for each margin, which
 * multiply those of the other inputs. Immutable.
 */
public final class FactorWeights {

    /* Squares of sums of products with the largest input stay finite. */
    static final double LARGEST_WEIGHT = 1e20;

    private final double[] values;

    /** The weights of all margins, then the factors of the first margin, those of the next, and so on. */
    public FactorWeights(double... values) {
        this.values = values.clone();
        for (double value : values) {
            if (!(Math.abs(value) <= LARGEST_WEIGHT)) {
                throw new IllegalArgumentException("Invalid weight of a factorisation machine: " + value
                        + " (a number within " + LARGEST_WEIGHT + " of zero is expected)");
            }
        }
    }

    int size() {
        return values.length;
    }

    double at(int index) {
        return values[index];
    }

    /* For scoring: not to be written to. */
    double[] shared() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FactorWeights that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "FactorWeights" + Arrays.toString(values);
    }
}
