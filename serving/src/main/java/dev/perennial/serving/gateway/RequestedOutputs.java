package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.scoring.Outputs;
import java.io.IOException;

/**
 * The outputs of one answer in their order, and how each is written: those that the request names, or else the answer
 * alone for one row and, for several, also what tells their answers apart, since different versions may give them. Contributions are added where the request's parameters ask for them. An
 * output is binary if the request says so of it ({@code binary_data}) or, saying nothing of it, of all of them
 * ({@code binary_data_output}). Not thread-safe.
 */
final class RequestedOutputs {
    private static final OutputTensor[] ALL = OutputTensor.values();

    private final Outputs outputs;
    private final OutputTensor[] named = new OutputTensor[ALL.length];
    private final Encoding[] encodings = new Encoding[ALL.length];
    private int count;

    /** Of a model that answers so. */
    RequestedOutputs(Outputs outputs) {
        this.outputs = outputs;
    }

    void clear() {
        count = 0;
    }

    boolean areOf(Outputs answers) {
        return outputs.equals(answers);
    }

    /** Reads the request's array of outputs. */
    void read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Invalid outputs: expected an array");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid outputs: expected objects with a name");
            }
            output(in);
        }
    }

    private void output(JsonParser in) throws IOException {
        OutputTensor output = null;
        Encoding encoding = Encoding.UNSTATED;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "name" -> {
                    if (in.currentToken() != JsonToken.VALUE_STRING) {
                        throw invalid("Invalid outputs: expected objects with a name, a string");
                    }
                    output = OutputTensor.named(in.getText(), outputs);
                }
                case "parameters" -> encoding = encoding(in);
                default -> in.skipChildren();
            }
        }
        if (output == null) {
            throw invalid("Invalid outputs: expected objects with a name");
        }
        if (contains(output)) {
            throw invalid("Invalid outputs: " + output.word() + " is asked for twice");
        }
        named[count] = output;
        encodings[count] = encoding;
        count++;
    }

    private static Encoding encoding(JsonParser in) throws IOException {
        Encoding encoding = Encoding.UNSTATED;
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw invalid("Invalid outputs: expected parameters to be an object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean binary = in.currentName().equals("binary_data");
            in.nextToken();
            if (binary) {
                encoding = RequestParameters.flag(in, "binary_data") ? Encoding.BINARY : Encoding.JSON;
            } else {
                in.skipChildren();
            }
        }
        return encoding;
    }

    /**
     * Completes what the request says of its outputs once its rows are known.
     *
     * @param standard how outputs are written of which the request does not say it one by one
     */
    void complete(int rows, Encoding standard, Explaining explaining) {
        if (count == 0) {
            for (OutputTensor output : ALL) {
                if (output.isAnswer() && output.isOf(outputs)) {
                    add(output);
                }
            }
            if (rows > 1) {
                add(OutputTensor.PREDICTION_ID);
                add(OutputTensor.ARM);
                add(OutputTensor.MODEL_VERSION);
            }
        }
        if (explaining == Explaining.ASKED) {
            add(OutputTensor.CONTRIBUTIONS);
            add(OutputTensor.CONTRIBUTIONS_BASE);
        }
        for (int index = 0; index < count; index++) {
            encodings[index] = encodings[index] == Encoding.UNSTATED ? standard : encodings[index];
        }
        if (areExplained() && rows > RowExplanations.MOST_ROWS) {
            throw new RejectedRequestException(
                    413,
                    "Too many rows: " + rows + ", contributions are given for at most " + RowExplanations.MOST_ROWS
                            + " in one request");
        }
    }

    private void add(OutputTensor output) {
        if (!contains(output)) {
            named[count] = output;
            encodings[count] = Encoding.UNSTATED;
            count++;
        }
    }

    private boolean contains(OutputTensor output) {
        for (int index = 0; index < count; index++) {
            if (named[index] == output) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return count;
    }

    OutputTensor output(int index) {
        return named[index];
    }

    boolean isBinary(int index) {
        return encodings[index] == Encoding.BINARY;
    }

    /** Whether one of the outputs tells how the answers came about. */
    boolean areExplained() {
        return contains(OutputTensor.CONTRIBUTIONS) || contains(OutputTensor.CONTRIBUTIONS_BASE);
    }

    /** Whether the request asks for contributions besides its outputs. */
    enum Explaining {
        ASKED,
        NOT_ASKED
    }

    /** How the elements of an output are written. */
    enum Encoding {
        UNSTATED,
        JSON,
        BINARY
    }
}
