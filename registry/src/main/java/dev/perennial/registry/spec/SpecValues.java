package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notations of model files; empty where the schema has something to say about the value. */
final class SpecValues {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,6})?) ?%");

    private static final Pattern STEP_SHARE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})? ?%");

    private SpecValues() {}

    /** The duration, or the standard one where there is no value. */
    static Optional<Duration> duration(JsonNode value, Duration standard) {
        if (value.isMissingNode()) {
            return Optional.of(standard);
        }
        try {
            return value.isTextual() ? Optional.of(IsoDuration.parse(value.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A share, written {@code 10 %} or {@code 0.1}, or the standard one where there is no value. */
    static Optional<Double> share(JsonNode value, double standard) {
        if (value.isMissingNode()) {
            return Optional.of(standard);
        }
        if (value.isNumber()) {
            return Optional.of(value.doubleValue());
        }
        Matcher percent = PERCENT.matcher(value.asText());
        return percent.matches()
                ? Optional.of(new BigDecimal(percent.group(1)).movePointLeft(2).doubleValue())
                : Optional.empty();
    }

    /** Whether the text has the form of a step's share, be it above 100 % or not. */
    static boolean writesShare(String text) {
        return STEP_SHARE.matcher(text).matches();
    }

    /** A step's share in basis points: {@code shadow} is 0. */
    static OptionalInt basisPoints(String text) {
        if (text.equals("shadow")) {
            return OptionalInt.of(0);
        }
        if (!writesShare(text)) {
            return OptionalInt.empty();
        }
        int points =
                new BigDecimal(text.replace("%", "").strip()).movePointRight(2).intValueExact();
        return points <= 10_000 ? OptionalInt.of(points) : OptionalInt.empty();
    }
}
