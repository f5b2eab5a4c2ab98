package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Finds the feature that an input's name means. A model whose features are all numbers also takes one matrix of them, in
 * the order of their declaration, under one of the names that clients of other servers use for it; a feature of that
 * name comes first. Not thread-safe.
 */
final class InputNames {
    /** What a matrix of all features may be called; the first is the one that metadata name. */
    static final List<String> MATRIX = List.of("input", "input-0", "predict");

    private static final int LONGEST_ECHO = 64;
    private static final int MOST_NAMED = 30;

    private final InferRequest request;
    private final FeatureSchema schema;
    private int next;

    InputNames(InferRequest request) {
        this.request = request;
        schema = request.schema();
    }

    /** Whether rows of this schema may come as one matrix. */
    static boolean allowsMatrix(FeatureSchema schema) {
        for (int column = 0; column < schema.size(); column++) {
            if (!schema.holdsNumbers(column)) {
                return false;
            }
        }
        return schema.indexOf(MATRIX.get(0)).isEmpty();
    }

    /** Puts the column that the parser's present string names into the head. */
    void read(JsonParser in, TensorHead head) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING || head.column() != TensorHead.NAMELESS) {
            throw invalid("Invalid input: expected one name, a string");
        }
        int column = next;
        // Most requests name the features in the order of their declaration.
        if (column >= schema.size()
                || !TensorType.matches(in, schema.feature(column).name())) {
            column = find(in.getText());
        }
        if (column == TensorHead.MATRIX) {
            head.setColumn(column, in.getText());
            for (int other = 0; other < schema.size(); other++) {
                requireNew(other);
            }
            return;
        }
        requireNew(column);
        head.setColumn(column, schema.feature(column).name());
        next = column + 1;
    }

    private int find(String name) {
        OptionalInt found = schema.indexOf(name);
        if (found.isPresent()) {
            return found.getAsInt();
        }
        if (MATRIX.contains(name) && allowsMatrix(schema)) {
            return TensorHead.MATRIX;
        }
        throw invalid("Unknown input " + name.substring(0, Math.min(name.length(), LONGEST_ECHO)) + ": expected "
                + expected());
    }

    private void requireNew(int column) {
        if (request.isGiven(column)) {
            throw invalid("Invalid input " + schema.feature(column).name() + ": it is given twice");
        }
    }

    /** The names that would be right. */
    String expected() {
        String some = schema.features().stream()
                .limit(MOST_NAMED)
                .map(Feature::name)
                .collect(Collectors.joining(", ", "one of ", schema.size() > MOST_NAMED ? ", …" : ""));
        return allowsMatrix(schema) ? some + ", or " + MATRIX.get(0) + " with shape [n," + schema.size() + "]" : some;
    }
}
