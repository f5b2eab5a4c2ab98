package dev.perennial.monitoring.detector;

/**
 * States as numbers, as detectors keep them: a reference stored for each value would cost more than the rest of a value,
 * because the garbage collector takes note of it.
 */
final class Level {
    static final int STABLE = 0;
    static final int WARNING = 1;
    static final int DRIFT = 2;

    private Level() {}

    static DetectionState state(int level) {
        return level == STABLE
                ? DetectionState.STABLE
                : level == WARNING ? DetectionState.WARNING : DetectionState.DRIFT;
    }

    static int of(DetectionState state) {
        return switch (state) {
            case STABLE -> STABLE;
            case WARNING -> WARNING;
            case DRIFT -> DRIFT;
        };
    }
}
