package dev.perennial.testing;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Fixed seeds for property tests, as a {@code @MethodSource}: {@code dev.perennial.testing.Seeds#few}.
 *
 * <p>They are spread over the whole range, because neighbouring seeds of simple generators give similar streams.
 */
public final class Seeds {
    private static final long ROOT = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** Ten seeds. */
    public static LongStream few() {
        return seeds(10);
    }

    /** A hundred seeds. */
    public static LongStream many() {
        return seeds(100);
    }

    private static LongStream seeds(int count) {
        return new SplittableRandom(ROOT).longs(count);
    }
}
