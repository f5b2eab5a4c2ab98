package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * A parser of JSON in memory that reads the numbers of an array without making a token of each: requests are mostly
 * numbers, and what a token costs is several times what its digits do.
 */
final class BodyParser extends UTF8StreamJsonParser {
    BodyParser(IOContext context, int features, ByteQuadsCanonicalizer names, byte[] body, int offset, int length) {
        super(context, features, null, null, names, body, offset, offset + length, 0, false);
    }

    /**
     * The next value of the array that is being read, if it is a number written as most clients write them: a sign, digits,
     * a point, digits. NaN if it is anything else, the array's end or no JSON at all: then nothing is read.
     */
    double nextPlainNumber() {
        int end = _inputEnd;
        int at = _inputPtr;
        if (_currToken != JsonToken.START_ARRAY) {
            if (at == end || _inputBuffer[at] != ',') {
                return Double.NaN;
            }
            at++;
        }
        while (at < end && _inputBuffer[at] == ' ') {
            at++;
        }
        boolean negative = at < end && _inputBuffer[at] == '-';
        int first = negative ? at + 1 : at;
        int point = -1;
        long digits = 0;
        for (at = first; at < end; at++) {
            int digit = _inputBuffer[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
            } else if (digit == '.' - '0' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int whole = (point < 0 ? at : point) - first;
        int decimals = point < 0 ? 0 : at - point - 1;
        boolean fits = whole > 0
                && (point < 0 || decimals > 0)
                && (whole == 1 || _inputBuffer[first] != '0')
                && whole + decimals <= PlainDecimal.MOST_DIGITS
                && at < end
                && follows(_inputBuffer[at]);
        double value = fits ? PlainDecimal.of(digits, decimals) : Double.NaN;
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        // What the parser would know had it made the token: whether a comma comes next, and what stands before a
        // mistake.
        if (_currToken == JsonToken.START_ARRAY) {
            _parsingContext.expectComma();
        }
        _currToken = point < 0 ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
        _inputPtr = at;
        return negative ? -value : value;
    }

    private static boolean follows(byte letter) {
        return letter == ',' || letter == ']' || letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
    }
}
