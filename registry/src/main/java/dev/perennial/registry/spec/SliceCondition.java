package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition on the features of a row, such as {@code precip > 0.1 and origin = JFK}: terms joined by {@code and}. A row
 * in which a compared feature is missing does not satisfy the comparison, whichever it is.
 */
public record SliceCondition(List<Term> terms) {
    private static final Pattern AND = Pattern.compile("\\s+and\\s+");
    private static final Pattern TERM = Pattern.compile(
            "\\s*([a-zA-Z][a-zA-Z0-9_]{0,62})\\s*(?:(<=|>=|!=|=|<|>)\\s*(\"[^\"]*\"|[^\\s\"<>=!]+)|(is\\s+missing))\\s*");

    /** Copies the terms. */
    public SliceCondition {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("Invalid condition: no term, expected one such as precip > 0.1");
        }
    }

    /** Reads what {@link #toString} writes; spaces do not matter, and words without spaces need no quotes. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SliceCondition parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String part : outsideQuotes(text)) {
            Matcher matcher = TERM.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("Invalid condition: '" + part.strip()
                        + "', expected a comparison such as precip > 0.1, origin = JFK or temp is missing");
            }
            String value = matcher.group(3);
            terms.add(
                    value == null
                            ? new Term(matcher.group(1), Comparison.MISSING, "")
                            : new Term(
                                    matcher.group(1),
                                    Comparison.ofSign(matcher.group(2)),
                                    value.startsWith("\"") ? value.substring(1, value.length() - 1) : value));
        }
        return new SliceCondition(terms);
    }

    /* A word in quotes may hold an "and" of its own. */
    private static List<String> outsideQuotes(String text) {
        List<String> parts = new ArrayList<>();
        Matcher and = AND.matcher(text);
        int from = 0;
        while (and.find()) {
            if (text.substring(0, and.start())
                                    .chars()
                                    .filter(letter -> letter == '"')
                                    .count()
                            % 2
                    == 0) {
                parts.add(text.substring(from, and.start()));
                from = and.end();
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    @JsonValue
    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" and "));
    }

    /** One comparison; {@code value} is empty where it is {@link Comparison#MISSING}. */
    public record Term(String feature, Comparison comparison, String value) {
        /** The value as a number, if it is one. */
        public Optional<Double> number() {
            return value.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
                    ? Optional.of(Double.parseDouble(value))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return comparison == Comparison.MISSING
                    ? feature + " is missing"
                    : feature + " " + comparison.sign() + " "
                            + (value.matches("[^\\s\"<>=!]+") ? value : '"' + value + '"');
        }
    }

    /** How a feature is compared. */
    public enum Comparison {
        /** Equal. */
        EQUAL("="),
        /** Present and not equal. */
        NOT_EQUAL("!="),
        /** Less. */
        LESS("<"),
        /** Less or equal. */
        AT_MOST("<="),
        /** Greater. */
        GREATER(">"),
        /** Greater or equal. */
        AT_LEAST(">="),
        /** Not there. */
        MISSING("is missing");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }

        /** Whether it needs an order, which only numbers have. */
        public boolean ordersNumbers() {
            return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
        }

        private static Comparison ofSign(String sign) {
            return Arrays.stream(values())
                    .filter(comparison -> comparison.sign.equals(sign))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
