package dev.perennial.monitoring.integrity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** How sentences of this package write shares, numbers and times. */
final class Phrases {
    private static final double LEAST_PLAIN = 1e-4;
    private static final double MOST_PLAIN = 1e9;

    private Phrases() {}

    static String percent(double share) {
        double hundred = 100 * share;
        String format =
                hundred > 0 && hundred < 0.1 ? "%.2g %%" : hundred > 99.9 && hundred < 100 ? "%.3f %%" : "%.1f %%";
        return String.format(Locale.ROOT, format, hundred).replace(".0 %", " %");
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < LEAST_PLAIN || size >= MOST_PLAIN)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(7))
                .stripTrailingZeros()
                .toPlainString();
    }

    static String time(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " days";
    }
}
