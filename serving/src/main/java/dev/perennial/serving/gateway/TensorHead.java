package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a request says about one input besides its data, in whichever order it says it. Not thread-safe. */
final class TensorHead {
    /** In place of a column: the input has no name yet. */
    static final int NAMELESS = -1;
    /** In place of a column: the input is a matrix of all features. */
    static final int MATRIX = -2;

    private static final int UNSTATED = -1;

    private int column;
    private String name = "";
    private @Nullable TensorType type;
    private int rank;
    private long rows;
    private long width;
    private int binarySize;

    void clear() {
        column = NAMELESS;
        name = "without a name";
        type = null;
        rank = UNSTATED;
        rows = 0;
        width = 1;
        binarySize = UNSTATED;
    }

    void setColumn(int index, String inputName) {
        column = index;
        name = inputName;
    }

    int column() {
        return column;
    }

    /** How messages call the input. */
    String name() {
        return name;
    }

    /** Whether nothing is missing that reading the data needs. */
    boolean isComplete() {
        return column != NAMELESS && type != null && rank != UNSTATED;
    }

    @Nullable
    TensorType type() {
        return type;
    }

    boolean hasShape() {
        return rank != UNSTATED;
    }

    boolean isBinary() {
        return binarySize != UNSTATED;
    }

    int binarySize() {
        return binarySize;
    }

    void readType(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid("Invalid datatype of input " + name + ": expected a string");
        }
        type = TensorType.read(in, name);
    }

    void readShape(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Invalid shape of input " + name + ": expected an array of numbers");
        }
        rank = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            long extent = in.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    ? in.getLongValue()
                    : 0;
            if (extent < 1 || rank == 2) {
                throw invalid("Invalid shape of input " + name + ": expected one or two whole numbers of at least 1");
            }
            if (rank == 0) {
                rows = extent;
                width = 1;
            } else {
                width = extent;
            }
            rank++;
        }
    }

    void readParameters(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw invalid("Invalid parameters of input " + name + ": expected an object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean size = in.currentName().equals("binary_data_size");
            in.nextToken();
            if (!size) {
                in.skipChildren();
                continue;
            }
            boolean fits = in.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && in.getNumberType() == JsonParser.NumberType.INT
                    && in.getIntValue() >= 0;
            if (!fits) {
                throw invalid("Invalid binary_data_size of input " + name + ": expected a number of bytes");
            }
            binarySize = in.getIntValue();
        }
    }

    /** The rows, if the shape fits a matrix of so many features, or otherwise one of them. */
    int rows(int features, int mostRows) {
        boolean fits = column == MATRIX ? rank == 2 && width == features : rank >= 1 && width == 1;
        if (!fits) {
            throw invalid("Invalid shape of input " + name + ": expected "
                    + (column == MATRIX ? "[n," + features + "]" : "[n] or [n,1]") + " with n rows, n at least 1");
        }
        if (rows > mostRows) {
            throw new RejectedRequestException(
                    413, "Too many rows: " + rows + ", at most " + mostRows + " are answered in one request");
        }
        return (int) rows;
    }
}
