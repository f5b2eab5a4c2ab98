package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.serving.gateway.RequestParameters.EventTimes;
import java.io.IOException;

/**
 * Reads inference requests of the Open Inference Protocol, JSON with or without binary tensors behind it, straight into
 * row buffers, without a tree. Inputs may come in any order, and their fields too. Whatever does not fit the model's
 * declaration is refused by name; messages name places, never values. Thread-safe.
 */
final class InferRequestReader {
    private static final int UNKNOWN = -1;

    private final RequestJson json = new RequestJson();
    private final int mostRows;

    InferRequestReader(int mostRows) {
        this.mostRows = mostRows;
    }

    /** Fills the request from a body whose first {@code jsonLength} bytes are JSON and the others binary tensors. */
    void read(byte[] body, int jsonLength, InferRequest request, EventTimes times) {
        if (jsonLength == 0) {
            throw invalid("Invalid request: the body is empty, expected a JSON object with inputs");
        }
        request.clear();
        try (BodyParser in = json.parser(body, 0, jsonLength)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid request: expected a JSON object with inputs");
            }
            new Pass(body, jsonLength, request).object(in, times);
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
        JsonLocation location = e.getLocation();
        // What goes beyond the parser's own limits has no place.
        return invalid(
                location == null
                        ? "Invalid JSON: it is nested deeper, or has longer names or numbers, than is read"
                        : "Invalid JSON at line " + location.getLineNr() + ", column " + location.getColumnNr());
    }

    /** One reading of one body. */
    private final class Pass {
        private final byte[] body;
        private final int jsonLength;
        private final InferRequest request;
        private final FeatureSchema schema;
        private final InputNames names;
        private final RequestParameters parameters = new RequestParameters();
        private final TensorHead head = new TensorHead();
        private int binaryAt;
        private boolean inputsSeen;

        Pass(byte[] body, int jsonLength, InferRequest request) {
            this.body = body;
            this.jsonLength = jsonLength;
            this.request = request;
            schema = request.schema();
            names = new InputNames(request);
            binaryAt = jsonLength;
        }

        void object(BodyParser in, EventTimes times) throws IOException {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "id" -> id(in);
                    case "inputs" -> inputs(in);
                    case "outputs" -> request.outputs().read(in);
                    case "parameters" -> parameters.read(in);
                    default -> in.skipChildren();
                }
            }
            if (binaryAt != body.length) {
                throw invalid("Invalid request: " + (body.length - binaryAt) + " bytes follow the last binary tensor");
            }
            request.checkComplete();
            parameters.apply(request, times);
        }

        private void id(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING || in.getTextLength() > InferRequest.LONGEST_TEXT) {
                throw invalid("Invalid id: expected a string of at most " + InferRequest.LONGEST_TEXT + " characters");
            }
            request.setId(in.getText());
        }

        private void inputs(BodyParser in) throws IOException {
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

        private void input(BodyParser in) throws IOException {
            head.clear();
            int dataAt = UNKNOWN;
            boolean seen = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "name" -> names.read(in, head);
                    case "shape" -> head.readShape(in);
                    case "datatype" -> head.readType(in);
                    case "parameters" -> head.readParameters(in);
                    case "data" -> {
                        if (seen) {
                            throw invalid("Invalid input " + head.name() + ": it has data twice");
                        }
                        seen = true;
                        if (head.isComplete()) {
                            JsonInputs.read(in, request, head, prepare());
                        } else {
                            // What the data are comes after them: they are read when that is known.
                            dataAt = Math.toIntExact(in.currentTokenLocation().getByteOffset());
                            in.skipChildren();
                        }
                    }
                    default -> in.skipChildren();
                }
            }
            if (head.isBinary()) {
                if (seen) {
                    throw invalid("Invalid input " + head.name() + ": it has data and a binary_data_size");
                }
                binary();
            } else if (!seen || dataAt != UNKNOWN) {
                again(dataAt);
            }
        }

        private void binary() {
            TensorType type = prepare();
            int size = head.binarySize();
            if (size > body.length - binaryAt) {
                throw invalid("Invalid binary_data_size of input " + head.name() + ": " + size + " bytes, "
                        + (body.length - binaryAt) + " are left after the JSON, whose length the header "
                        + InferenceHeader.JSON_LENGTH + " says");
            }
            BinaryInputs.read(body, binaryAt, binaryAt + size, request, head, type);
            binaryAt += size;
        }

        private void again(int dataAt) throws IOException {
            TensorType type = prepare();
            if (dataAt == UNKNOWN) {
                throw invalid("Missing data of input " + head.name());
            }
            try (BodyParser second = json.parser(body, dataAt, jsonLength - dataAt)) {
                second.nextToken();
                JsonInputs.read(second, request, head, type);
            }
        }

        /** Checks the head against the declaration and the other inputs, and makes room for its rows. */
        private TensorType prepare() {
            if (head.column() == TensorHead.NAMELESS) {
                throw invalid("Invalid input: it has no name, expected " + names.expected());
            }
            boolean numbers = head.column() == TensorHead.MATRIX || schema.holdsNumbers(head.column());
            TensorType type = head.type();
            if (type == null) {
                throw invalid(
                        "Missing datatype of input " + head.name() + ": expected " + (numbers ? "FP64" : "BYTES"));
            }
            if (!head.hasShape()) {
                throw invalid("Missing shape of input " + head.name() + ": expected [n] or [n,1]");
            }
            int rows = head.rows(schema.size(), mostRows);
            if (request.rows() == 0) {
                request.setRows(rows);
            } else if (request.rows() != rows) {
                throw invalid(
                        "Invalid input " + head.name() + ": " + rows + " rows, other inputs have " + request.rows());
            }
            if (numbers == (type == TensorType.BYTES)) {
                throw invalid("Invalid datatype of input " + head.name() + ": " + type + ", the feature is a "
                        + (numbers ? "number, expected FP64" : "category, expected BYTES"));
            }
            return type;
        }
    }
}
