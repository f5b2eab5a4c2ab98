package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.TimeWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** How a report's values are written for people; what is absent is a dash. */
final class Words {
    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Words() {}

    /** Four digits that count, or a grouped whole number. */
    static String number(JsonNode value) {
        if (!value.isNumber()) {
            return value.isTextual() ? value.asText() : "–";
        }
        return value.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : number(value.asDouble());
    }

    /** Four digits that count. */
    static String number(double value) {
        return written(value, FOUR_DIGITS);
    }

    /** Three digits that count, as axes are labelled. */
    static String tick(double value) {
        return written(value, THREE_DIGITS);
    }

    /* The neighbour of zero separates a bin of zeros; nobody reads it as anything but zero. */
    private static String written(double value, MathContext digits) {
        double size = Math.abs(value);
        if (size < Double.MIN_NORMAL) {
            return "0";
        }
        if (size >= 1e7 || size < 1e-4) {
            return new BigDecimal(value).round(digits).stripTrailingZeros().toString();
        }
        BigDecimal rounded = new BigDecimal(value).round(digits);
        if (rounded.scale() < 0) {
            rounded = rounded.setScale(0, RoundingMode.HALF_UP);
        }
        String plain = size < 1 || digits.equals(FOUR_DIGITS)
                ? rounded.toPlainString()
                : rounded.stripTrailingZeros().toPlainString();
        return plain.replace('-', '−');
    }

    /** A share of one as a percentage with a decimal, such as {@code 12.3 %}. */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A probability, which is never written as zero. */
    static String pValue(JsonNode value) {
        return !value.isNumber() ? "–" : value.asDouble() < 0.001 ? "< 0.001" : number(value.asDouble());
    }

    /** {@code log-loss} and {@code logLoss} as {@code log loss}. */
    static String plain(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('-', ' ').toLowerCase(Locale.ROOT);
    }

    /** The same with a capital. */
    static String title(String name) {
        String plain = plain(name);
        return plain.isEmpty() ? plain : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }

    /** A sentence with a capital. */
    static String sentence(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** {@code 2013-06-03 14:05}, or the day alone at midnight; always UTC. */
    static String time(String instant) {
        try {
            String text = Instant.parse(instant).toString();
            return text.endsWith("T00:00:00Z")
                    ? text.substring(0, 10)
                    : text.substring(0, 10) + " " + text.substring(11, 16);
        } catch (DateTimeException e) {
            return instant;
        }
    }

    /** A window as its first and last moment. */
    static String window(String window) {
        try {
            TimeWindow parsed = TimeWindow.parse(window);
            return time(parsed.from().toString()) + " to " + time(parsed.to().toString());
        } catch (IllegalArgumentException e) {
            return window;
        }
    }

    /** A text with at most so many characters. */
    static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
