package dev.perennial.serving.gateway;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;

/** The header that says how many bytes of a body are JSON; binary tensors follow them. */
final class InferenceHeader {
    static final HttpString JSON_LENGTH = HttpString.tryFromString("Inference-Header-Content-Length");

    private static final int MOST_DIGITS = 9;

    private InferenceHeader() {}

    /** How many of the body's bytes are JSON: all of them without the header. */
    static int jsonLength(HeaderMap headers, int bodyLength) {
        HeaderValues values = headers.get(JSON_LENGTH);
        if (values == null) {
            return bodyLength;
        }
        int length = values.size() == 1 ? parse(values.getFirst()) : -1;
        if (length < 1 || length > bodyLength) {
            throw RejectedRequestException.invalid("Invalid " + JSON_LENGTH
                    + ": expected the length of the JSON in bytes, from 1 to the body's " + bodyLength);
        }
        return length;
    }

    private static int parse(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int at = 0; at < text.length(); at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
