package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The outputs of one answer in their order, and how each is written: those that the request names, or else the
 * probability alone for one row and every output for several, whose rows may be answered by different versions. An
 * output is binary if the request says so of it ({@code binary_data}) or, saying nothing of it, of all of them
 * ({@code binary_data_output}). Not thread-safe.
 */
final class RequestedOutputs {
    private static final OutputTensor[] ALL = OutputTensor.values();

    private final OutputTensor[] named = new OutputTensor[ALL.length];
    private final Encoding[] encodings = new Encoding[ALL.length];
    private int count;
    private Encoding standard = Encoding.JSON;

    void clear() {
        count = 0;
        standard = Encoding.JSON;
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
                    output = OutputTensor.named(in.getText());
                }
                case "parameters" -> encoding = encoding(in);
                default -> in.skipChildren();
            }
        }
        if (output == null) {
            throw invalid("Invalid outputs: expected objects with a name");
        }
        for (int before = 0; before < count; before++) {
            if (named[before] == output) {
                throw invalid("Invalid outputs: " + output.word() + " is asked for twice");
            }
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

    /** How outputs are written of which the request does not say it one by one. */
    void setStandard(Encoding encoding) {
        standard = encoding;
    }

    int count(int rows) {
        if (count > 0) {
            return count;
        }
        return rows > 1 ? ALL.length : 1;
    }

    OutputTensor output(int index) {
        return count > 0 ? named[index] : ALL[index];
    }

    boolean isBinary(int index) {
        Encoding encoding = count > 0 ? encodings[index] : Encoding.UNSTATED;
        return (encoding == Encoding.UNSTATED ? standard : encoding) == Encoding.BINARY;
    }

    /** How the elements of an output are written. */
    enum Encoding {
        UNSTATED,
        JSON,
        BINARY
    }
}
