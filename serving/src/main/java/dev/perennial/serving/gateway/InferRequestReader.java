package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.gateway.RequestParameters.EventTimes;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads inference requests of the Open Inference Protocol in JSON straight into row buffers, without a tree. Inputs may
 * come in any order, and their fields too. Whatever does not fit the model's declaration is refused by name; messages
 * name places, never values. Thread-safe.
 */
final class InferRequestReader {
    private static final int LONGEST_TEXT = 1024;
    private static final int LONGEST_ECHO = 64;
    private static final int UNKNOWN = -1;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private final int mostRows;

    InferRequestReader(int mostRows) {
        this.mostRows = mostRows;
    }

    /** Fills the request from the first {@code length} bytes of the body. */
    void read(byte[] body, int length, InferRequest request, EventTimes times) {
        if (length == 0) {
            throw invalid("Invalid request: the body is empty, expected a JSON object with inputs");
        }
        request.clear();
        try (JsonParser in = json.createParser(body, 0, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid request: expected a JSON object with inputs");
            }
            new Pass(body, length, request).object(in, times);
            if (in.nextToken() != null) {
                throw invalid("Invalid request: something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw invalidJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read from memory", e);
        }
    }

    static RejectedRequestException invalidJson(JsonProcessingException e) {
        return invalid("Invalid JSON at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr());
    }

    /** One reading of one body. */
    private final class Pass {
        private final byte[] body;
        private final int length;
        private final InferRequest request;
        private final FeatureSchema schema;
        private final RequestParameters parameters = new RequestParameters();
        private int expectedColumn;
        private boolean inputsSeen;

        Pass(byte[] body, int length, InferRequest request) {
            this.body = body;
            this.length = length;
            this.request = request;
            schema = request.schema();
        }

        void object(JsonParser in, EventTimes times) throws IOException {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "id" -> id(in);
                    case "inputs" -> inputs(in);
                    case "outputs" -> outputs(in);
                    case "parameters" -> parameters.read(in);
                    default -> in.skipChildren();
                }
            }
            request.checkComplete();
            parameters.apply(request, times);
        }

        private void id(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING || in.getTextLength() > LONGEST_TEXT) {
                throw invalid("Invalid id: expected a string of at most " + LONGEST_TEXT + " characters");
            }
            request.setId(in.getText());
        }

        private void inputs(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.START_ARRAY || inputsSeen) {
                throw invalid("Invalid inputs: expected one array of tensors");
            }
            inputsSeen = true;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() != JsonToken.START_OBJECT) {
                    throw invalid("Invalid inputs: expected an array of tensors");
                }
                input(in);
            }
        }

        private void input(JsonParser in) throws IOException {
            int column = UNKNOWN;
            TensorType type = null;
            int rows = UNKNOWN;
            int deferredData = UNKNOWN;
            boolean read = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "name" -> column = column(in, column);
                    case "shape" -> rows = rows(in, column);
                    case "datatype" -> {
                        if (in.currentToken() != JsonToken.VALUE_STRING) {
                            throw invalid("Invalid datatype of input " + name(column) + ": expected a string");
                        }
                        type = TensorType.read(in, name(column));
                    }
                    case "data" -> {
                        if (read || deferredData != UNKNOWN) {
                            throw invalid("Invalid input " + name(column) + ": it has data twice");
                        }
                        if (column != UNKNOWN && rows != UNKNOWN && type != null) {
                            data(in, column, type, rows);
                            read = true;
                        } else {
                            // What the data are comes after them: they are read when that is known.
                            deferredData =
                                    Math.toIntExact(in.currentTokenLocation().getByteOffset());
                            in.skipChildren();
                        }
                    }
                    default -> in.skipChildren();
                }
            }
            if (!read) {
                readDeferred(column, type, rows, deferredData);
            }
        }

        private void readDeferred(int column, @Nullable TensorType type, int rows, int start) throws IOException {
            if (column == UNKNOWN) {
                throw invalid("Invalid input: it has no name, expected one of " + names());
            }
            if (type == null) {
                throw invalid("Missing datatype of input " + name(column) + ": expected "
                        + (schema.holdsNumbers(column) ? "FP64" : "BYTES"));
            }
            if (rows == UNKNOWN) {
                throw invalid("Missing shape of input " + name(column) + ": expected [n] or [n,1]");
            }
            if (start == UNKNOWN) {
                throw invalid("Missing data of input " + name(column));
            }
            try (JsonParser again = json.createParser(body, start, length - start)) {
                again.nextToken();
                data(again, column, type, rows);
            }
        }

        private int column(JsonParser in, int before) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING || before != UNKNOWN) {
                throw invalid("Invalid input: expected one name, a string");
            }
            int column = expectedColumn;
            if (column >= schema.size()
                    || !TensorType.matches(in, schema.feature(column).name())) {
                String name = in.getText();
                OptionalInt found = schema.indexOf(name);
                if (found.isEmpty()) {
                    throw invalid("Unknown input " + name.substring(0, Math.min(name.length(), LONGEST_ECHO))
                            + ": expected one of " + names());
                }
                column = found.getAsInt();
            }
            if (request.isGiven(column)) {
                throw invalid("Invalid input " + name(column) + ": it is given twice");
            }
            expectedColumn = column + 1;
            return column;
        }

        private int rows(JsonParser in, int column) throws IOException {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw invalidShape(column);
            }
            long rows = 0;
            int rank = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw invalidShape(column);
                }
                long extent = in.getLongValue();
                if (extent < 1 || (rank == 1 && extent != 1) || rank > 1) {
                    throw invalidShape(column);
                }
                rows = rank == 0 ? extent : rows;
                rank++;
            }
            if (rank == 0) {
                throw invalidShape(column);
            }
            if (rows > mostRows) {
                throw new RejectedRequestException(
                        413, "Too many rows: " + rows + ", at most " + mostRows + " are answered in one request");
            }
            return (int) rows;
        }

        private RejectedRequestException invalidShape(int column) {
            return invalid(
                    "Invalid shape of input " + name(column) + ": expected [n] or [n,1] with n rows, n at least 1");
        }

        private void data(JsonParser in, int column, TensorType type, int rows) throws IOException {
            if (request.rows() == 0) {
                request.setRows(rows);
            } else if (request.rows() != rows) {
                throw invalid(
                        "Invalid input " + name(column) + ": " + rows + " rows, other inputs have " + request.rows());
            }
            boolean numbers = schema.holdsNumbers(column);
            if (numbers == (type == TensorType.BYTES)) {
                throw invalid("Invalid datatype of input " + name(column) + ": " + type + ", the feature is a "
                        + (numbers ? "number, expected FP64" : "category, expected BYTES"));
            }
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw invalid("Invalid data of input " + name(column) + ": expected an array");
            }
            int read = numbers
                    ? numbers(in, column, type, request.numbers(column))
                    : categories(in, column, request.categories(column));
            if (read != rows) {
                throw invalid(
                        "Invalid data of input " + name(column) + ": " + read + " values, its shape says " + rows);
            }
        }

        private int numbers(JsonParser in, int column, TensorType type, double[] into) throws IOException {
            int read = 0;
            int depth = 1;
            while (depth > 0) {
                JsonToken token = in.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    depth = nested(column, depth);
                } else if (token == JsonToken.END_ARRAY) {
                    depth--;
                } else {
                    if (read == request.rows()) {
                        throw tooMany(column);
                    }
                    into[read] = number(in, token, column, type, read);
                    read++;
                }
            }
            return read;
        }

        private double number(JsonParser in, JsonToken token, int column, TensorType type, int row) throws IOException {
            if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
                if (type.isInteger()) {
                    boolean fits = token == JsonToken.VALUE_NUMBER_INT
                            && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                            && type.holds(in.getLongValue());
                    if (!fits) {
                        throw invalidValue(column, row, "a whole number that fits " + type);
                    }
                    return in.getLongValue();
                }
                double value = in.getDoubleValue();
                if (Double.isInfinite(value)) {
                    throw invalidValue(column, row, "a finite number");
                }
                return value;
            }
            if (token == JsonToken.VALUE_NULL) {
                checkOptional(column, row);
                return Double.NaN;
            }
            if (type == TensorType.BOOL && (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE)) {
                return token == JsonToken.VALUE_TRUE ? 1 : 0;
            }
            throw invalidValue(column, row, "a number");
        }

        private void checkOptional(int column, int row) {
            if (schema.feature(column).presence() == Presence.REQUIRED) {
                throw invalid("Invalid data of input " + name(column) + ": row " + row
                        + " is null, the model requires this feature");
            }
        }

        private int categories(JsonParser in, int column, @Nullable String[] into) throws IOException {
            int read = 0;
            int depth = 1;
            while (depth > 0) {
                JsonToken token = in.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    depth = nested(column, depth);
                } else if (token == JsonToken.END_ARRAY) {
                    depth--;
                } else {
                    if (read == request.rows()) {
                        throw tooMany(column);
                    }
                    if (token == JsonToken.VALUE_NULL) {
                        checkOptional(column, read);
                        into[read] = null;
                    } else if (token == JsonToken.VALUE_STRING && in.getTextLength() <= LONGEST_TEXT) {
                        into[read] = in.getText();
                    } else {
                        throw invalidValue(column, read, "a string of at most " + LONGEST_TEXT + " characters");
                    }
                    read++;
                }
            }
            return read;
        }

        private int nested(int column, int depth) {
            if (depth > 1) {
                throw invalid("Invalid data of input " + name(column) + ": nested deeper than its shape");
            }
            return depth + 1;
        }

        private RejectedRequestException tooMany(int column) {
            return invalid(
                    "Invalid data of input " + name(column) + ": more values than its shape says, " + request.rows());
        }

        private RejectedRequestException invalidValue(int column, int row, String expected) {
            return invalid("Invalid data of input " + name(column) + ": row " + row + " is not " + expected);
        }

        private void outputs(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw invalid("Invalid outputs: expected an array");
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() != JsonToken.START_OBJECT) {
                    throw invalid("Invalid outputs: expected objects with a name");
                }
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    boolean name = in.currentName().equals("name");
                    in.nextToken();
                    if (name) {
                        select(in);
                    } else {
                        in.skipChildren();
                    }
                }
            }
        }

        private void select(JsonParser in) throws IOException {
            request.selectNone();
            String name = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
            switch (name) {
                case "probability" -> request.selectProbability();
                case "prediction_id" -> request.selectIds();
                default ->
                    throw invalid("Unknown output " + name.substring(0, Math.min(name.length(), LONGEST_ECHO))
                            + ": expected probability or prediction_id");
            }
        }

        private String name(int column) {
            return column == UNKNOWN ? "without a name" : schema.feature(column).name();
        }

        private String names() {
            return schema.features().stream().map(Feature::name).collect(Collectors.joining(", "));
        }
    }
}
