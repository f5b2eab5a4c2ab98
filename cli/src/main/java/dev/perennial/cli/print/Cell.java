package dev.perennial.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.StringJoiner;

/** How one value is written for people; what is absent is a dash. */
public enum Cell {
    /** As it is. */
    TEXT {
        @Override
        String write(JsonNode value) {
            return value.isNumber() ? number(value) : value.isValueNode() ? value.asText() : value.toString();
        }
    },
    /** A moment, to the minute. */
    TIME {
        @Override
        String write(JsonNode value) {
            return time(value.asText());
        }
    },
    /** The first digits of a digest. */
    DIGEST {
        @Override
        String write(JsonNode value) {
            return value.asText().length() > SHORT_DIGEST ? value.asText().substring(0, SHORT_DIGEST) : value.asText();
        }
    },
    /** A list, its words one after the other. */
    WORDS {
        @Override
        String write(JsonNode value) {
            StringJoiner words = new StringJoiner(", ");
            words.setEmptyValue("-");
            value.forEach(word -> words.add(word.asText()));
            return words.toString();
        }
    },
    /** Basis points as a percentage. */
    SHARE {
        @Override
        String write(JsonNode value) {
            return BigDecimal.valueOf(value.asLong(), 2).stripTrailingZeros().toPlainString() + " %";
        }
    },
    /** Yes or no. */
    YES {
        @Override
        String write(JsonNode value) {
            return value.asBoolean() ? "yes" : "no";
        }
    };

    private static final int SHORT_DIGEST = 12;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    abstract String write(JsonNode value);

    /** The value as one printable word or sentence. */
    public String of(JsonNode value) {
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            return "-";
        }
        return Printer.printable(write(value));
    }

    /** {@code 2013-06-03 14:05}, always UTC. */
    static String time(String instant) {
        return instant.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*Z")
                ? instant.substring(0, 10) + " " + instant.substring(11, 16)
                : instant;
    }

    private static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        double number = value.asDouble();
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.format(Locale.ROOT, "%.0f", number)
                : new BigDecimal(number).round(FOUR_DIGITS).toString();
    }
}
