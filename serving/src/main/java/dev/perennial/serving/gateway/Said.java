package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A value of a feedback item as it was sent: a number, a word, or a truth value, which is both.
 *
 * @param number NaN where it is none
 * @param word null where it is a number or nothing
 */
record Said(double number, @Nullable String word) {
    static final Said NOTHING = new Said(Double.NaN, null);

    /** The value under the parser; {@link #NOTHING} for null, and for what is neither number nor word. */
    static Said read(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_TRUE) {
            return new Said(1, "true");
        }
        if (token == JsonToken.VALUE_FALSE) {
            return new Said(0, "false");
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new Said(in.getDoubleValue(), null);
        }
        if (token == JsonToken.VALUE_STRING && in.getTextLength() <= FeedbackItem.LONGEST_TEXT) {
            return ofText(in.getText());
        }
        in.skipChildren();
        return NOTHING;
    }

    /** A word, with the number that it writes, if any. */
    static Said ofText(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        return new Said(text.equals("true") ? 1 : text.equals("false") ? 0 : number(text), text);
    }

    /** The decimal number that a text writes; NaN where it writes none. */
    static double number(String text) {
        char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
        if (last < '.' || last > '9' || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    boolean isNothing() {
        return Double.isNaN(number) && word == null;
    }

    /** As words: a whole number without its fraction. */
    String text() {
        if (word != null) {
            return word;
        }
        return number == Math.rint(number) && Math.abs(number) < 0x1p53
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
