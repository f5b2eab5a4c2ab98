package dev.perennial.monitoring;

import java.util.Locale;

/** How sentences write the numbers that several packages speak of. */
public final class Wording {
    private static final double SMALLEST = 0.001;

    private Wording() {}

    /** {@code p = 0.0312}, or {@code p < 0.001} where further digits would claim more than any model of noise holds. */
    public static String pValue(double value) {
        return Require.share(value, "p value") < SMALLEST ? "p < 0.001" : String.format(Locale.ROOT, "p = %.4f", value);
    }
}
