package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notations of model files; empty where the schema has something to say about the value. */
final class SpecValues {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,6})?) ?%");

    private static final Pattern STEP_SHARE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})? ?%");

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(ms|s)");

    private static final Pattern PERIOD = Pattern.compile("P[0-9]{1,5}[DWMY]");

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

    /** A limit of an objective in its metric's unit: {@code 50 ms}, {@code 0.05 s}, {@code 1 %}, {@code 0.7}, {@code 1000}. */
    static Optional<Double> limit(JsonNode value, ObjectiveMetric.Unit unit) {
        return switch (unit) {
            case NUMBER -> value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
            case SHARE ->
                value.isMissingNode() ? Optional.empty() : share(value, 0).filter(share -> share <= 1);
            case COUNT ->
                Optional.of(value)
                        .filter(count -> count.isNumber() && count.doubleValue() >= 0 && isWhole(count.doubleValue()))
                        .map(JsonNode::doubleValue);
            case MILLISECONDS -> milliseconds(value.asText());
        };
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }

    private static Optional<Double> milliseconds(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches()
                ? Optional.of(new BigDecimal(time.group(1))
                        .movePointRight(time.group(2).equals("s") ? 3 : 0)
                        .doubleValue())
                : Optional.empty();
    }

    /** Calendar time back from a window: days, weeks, months or years. */
    static Optional<Period> period(JsonNode value) {
        return Optional.of(value.asText())
                .filter(text -> PERIOD.matcher(text).matches())
                .map(Period::parse)
                .filter(period -> !period.isZero());
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
