package dev.perennial.monitoring.performance;

/* A value with the influence of each row, or the reason why there is none (empty when there is one). */
final class Linear {
    private final double value;
    private final double[] influence;
    private final String reason;

    private Linear(double value, double[] influence, String reason) {
        this.value = value;
        this.influence = influence;
        this.reason = reason;
    }

    static Linear of(double value, double[] influence) {
        return new Linear(value, influence, "");
    }

    static Linear none(String reason) {
        return new Linear(0, new double[0], reason);
    }

    double value() {
        return value;
    }

    double[] influence() {
        return influence;
    }

    String reason() {
        return reason;
    }
}
