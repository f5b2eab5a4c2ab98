package dev.perennial.scoring;

/** Margins to probabilities that are 1 together; the largest is taken from all first, so that none overflows. */
final class Softmax {

    private Softmax() {}

    /* In the arithmetic of Tribuo's normaliser: double precision throughout. */
    static void inPlace(double[] margins, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int index = 0; index < count; index++) {
            largest = Math.max(largest, margins[index]);
        }
        double sum = 0;
        for (int index = 0; index < count; index++) {
            margins[index] = Math.exp(margins[index] - largest);
            sum += margins[index];
        }
        for (int index = 0; index < count; index++) {
            margins[index] /= sum;
        }
    }

    /* In XGBoost's arithmetic: single precision, but for the sum. */
    static void inPlace(float[] margins) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float margin : margins) {
            largest = Math.max(largest, margin);
        }
        double sum = 0;
        for (int index = 0; index < margins.length; index++) {
            margins[index] = (float) Math.exp(margins[index] - largest);
            sum += margins[index];
        }
        for (int index = 0; index < margins.length; index++) {
            margins[index] /= (float) sum;
        }
    }
}
