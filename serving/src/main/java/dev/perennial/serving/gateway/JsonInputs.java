package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the data of inputs that are JSON arrays, flat or nested as their shape says. */
final class JsonInputs {
    private static final int DEEPEST = 2;

    private JsonInputs() {}

    /** Reads one array of so many values, which the request has room for. */
    static void read(BodyParser in, InferRequest request, TensorHead head, TensorType type) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Invalid data of input " + head.name() + ": expected an array");
        }
        int width = head.column() == TensorHead.MATRIX ? request.schema().size() : 1;
        int first = head.column() == TensorHead.MATRIX ? 0 : head.column();
        int expected = request.rows() * width;
        int read = request.schema().holdsNumbers(first)
                ? numbers(in, request, head, type, first, width, expected)
                : categories(in, request, head, first, expected);
        if (read != expected) {
            throw invalid("Invalid data of input " + head.name() + ": " + read + " values, its shape says " + expected);
        }
    }

    private static int numbers(
            BodyParser in, InferRequest request, TensorHead head, TensorType type, int first, int width, int expected)
            throws IOException {
        int read = 0;
        int row = 0;
        int column = 0;
        int depth = 1;
        while (depth > 0) {
            double plain = type.isInteger() ? Double.NaN : in.nextPlainNumber();
            JsonToken token = Double.isNaN(plain) ? in.nextToken() : JsonToken.VALUE_NUMBER_FLOAT;
            if (token == JsonToken.START_ARRAY) {
                depth = nested(head, depth);
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else {
                if (read == expected) {
                    throw tooMany(head, expected);
                }
                request.numbers(first + column)[row] =
                        Double.isNaN(plain) ? number(in, token, request, head, type, first + column, row) : plain;
                read++;
                column++;
                if (column == width) {
                    column = 0;
                    row++;
                }
            }
        }
        return read;
    }

    private static double number(
            JsonParser in, JsonToken token, InferRequest request, TensorHead head, TensorType type, int column, int row)
            throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return type.isInteger() ? integer(in, token, head, type, row) : anyNumber(in, head, row);
        }
        if (token == JsonToken.VALUE_NULL) {
            request.checkOptional(column, row);
            return Double.NaN;
        }
        if (type == TensorType.BOOL && (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE)) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        throw invalidValue(head, row, "a number");
    }

    private static double anyNumber(JsonParser in, TensorHead head, int row) throws IOException {
        double value = in.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw invalidValue(head, row, "a finite number");
        }
        return value;
    }

    private static double integer(JsonParser in, JsonToken token, TensorHead head, TensorType type, int row)
            throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                long value = in.getLongValue();
                if (type.holds(value)) {
                    return value;
                }
            } else if (type == TensorType.UINT64
                    && in.getBigIntegerValue().signum() > 0
                    && in.getBigIntegerValue().bitLength() <= Long.SIZE) {
                return in.getDoubleValue();
            }
        }
        throw invalidValue(head, row, "a whole number that fits " + type);
    }

    private static int categories(JsonParser in, InferRequest request, TensorHead head, int column, int expected)
            throws IOException {
        @Nullable String[] into = request.categories(column);
        int read = 0;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_ARRAY) {
                depth = nested(head, depth);
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else {
                if (read == expected) {
                    throw tooMany(head, expected);
                }
                if (token == JsonToken.VALUE_NULL) {
                    request.checkOptional(column, read);
                    into[read] = null;
                } else if (token == JsonToken.VALUE_STRING && in.getTextLength() <= InferRequest.LONGEST_TEXT) {
                    into[read] = in.getText();
                } else {
                    throw invalidValue(head, read, "a string of at most " + InferRequest.LONGEST_TEXT + " characters");
                }
                read++;
            }
        }
        return read;
    }

    private static int nested(TensorHead head, int depth) {
        if (depth == DEEPEST) {
            throw invalid("Invalid data of input " + head.name() + ": nested deeper than its shape");
        }
        return depth + 1;
    }

    private static RejectedRequestException tooMany(TensorHead head, int expected) {
        return invalid("Invalid data of input " + head.name() + ": more values than its shape says, " + expected);
    }

    static RejectedRequestException invalidValue(TensorHead head, int row, String expected) {
        return invalid("Invalid data of input " + head.name() + ": row " + row + " is not " + expected);
    }
}
