package dev.perennial.monitoring.estimation;

import org.apache.commons.math3.random.MersenneTwister;

/** The permutations that numpy's {@code RandomState(seed)} draws. Not thread-safe. */
final class NumpyRandom {
    private final MersenneTwister twister;

    NumpyRandom(int seed) {
        twister = new MersenneTwister(seed);
    }

    /** A permutation of 0 to length - 1. */
    int[] permutation(int length) {
        int[] permuted = new int[length];
        for (int i = 0; i < length; i++) {
            permuted[i] = i;
        }
        for (int i = length - 1; i > 0; i--) {
            int other = upTo(i);
            int kept = permuted[i];
            permuted[i] = permuted[other];
            permuted[other] = kept;
        }
        return permuted;
    }

    private int upTo(int most) {
        int mask = (Integer.highestOneBit(most) << 1) - 1;
        int drawn = twister.nextInt() & mask;
        while (drawn > most) {
            drawn = twister.nextInt() & mask;
        }
        return drawn;
    }
}
