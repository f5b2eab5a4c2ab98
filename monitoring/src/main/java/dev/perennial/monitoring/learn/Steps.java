package dev.perennial.monitoring.learn;

/** First and second derivatives of the loss by row, in fixed point of 31 bits below the largest. Reused between rounds. */
final class Steps {
    private static final double RANGE = 1L << 31;

    private final long[] gradients;
    private final long[] curvatures;
    private long[] gathered = new long[0];
    private long[] gatheredCurvatures = new long[0];
    private double gradientUnit = 1;
    private double curvatureUnit = 1;

    Steps(int rows) {
        gradients = new long[rows];
        curvatures = new long[rows];
    }

    void update(LearningTask task, double[] margins, int[] index) {
        double[] targets = task.targets();
        double[] weights = task.weights();
        double largestGradient = Double.MIN_NORMAL;
        double largestCurvature = Double.MIN_NORMAL;
        double[] first = new double[index.length];
        double[] second = new double[index.length];
        for (int i = 0; i < index.length; i++) {
            int row = index[i];
            first[i] = weights[row] * task.loss().gradient(margins[row], targets[row]);
            second[i] = weights[row] * task.loss().curvature(margins[row]);
            largestGradient = Math.max(largestGradient, Math.abs(first[i]));
            largestCurvature = Math.max(largestCurvature, second[i]);
        }
        gradientUnit = largestGradient / RANGE;
        curvatureUnit = largestCurvature / RANGE;
        for (int i = 0; i < index.length; i++) {
            gradients[index[i]] = Math.round(first[i] / largestGradient * RANGE);
            curvatures[index[i]] = Math.round(second[i] / largestCurvature * RANGE);
        }
    }

    long gradient(int row) {
        return gradients[row];
    }

    long curvature(int row) {
        return curvatures[row];
    }

    double gradientUnit() {
        return gradientUnit;
    }

    double curvatureUnit() {
        return curvatureUnit;
    }

    /** A buffer for gradients in the order of a leaf's rows. */
    long[] gathered(int length) {
        if (gathered.length < length) {
            gathered = new long[length];
        }
        return gathered;
    }

    /** A buffer for curvatures in the order of a leaf's rows. */
    long[] gatheredCurvatures(int length) {
        if (gatheredCurvatures.length < length) {
            gatheredCurvatures = new long[length];
        }
        return gatheredCurvatures;
    }
}
