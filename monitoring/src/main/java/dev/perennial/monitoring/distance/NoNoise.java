package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.Require;

/** The noise of a distance that cannot differ from zero by chance, such as that of two constant columns. */
record NoNoise() implements Noise {

    @Override
    public double quantile(double confidence) {
        Require.level(confidence, "confidence");
        return 0;
    }

    @Override
    public double tail(double value) {
        return value > 0 ? 0 : 1;
    }
}
