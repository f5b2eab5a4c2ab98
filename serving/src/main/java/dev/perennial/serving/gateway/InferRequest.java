package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one inference request in buffers that are used again by the next request of the same thread for the same
 * model. Not thread-safe.
 */
final class InferRequest {
    /** The event time of a row that names none. */
    static final long UNSTATED = Long.MIN_VALUE;
    /** The most characters that a category or an id may have. */
    static final int LONGEST_TEXT = 1024;

    private final FeatureSchema schema;
    private final FeatureRow row;
    private final double[][] numbers;
    private final @Nullable String[][] categories;
    private final boolean[] given;
    private final RequestedOutputs outputs;
    private long[] eventMillis = new long[1];
    private @Nullable String[] entities = new String[1];
    private int rows;
    private @Nullable String id;

    InferRequest(FeatureSchema schema, Outputs answers) {
        this.schema = schema;
        outputs = new RequestedOutputs(answers);
        row = new FeatureRow(schema);
        numbers = new double[schema.size()][1];
        categories = new String[schema.size()][1];
        given = new boolean[schema.size()];
    }

    void clear() {
        rows = 0;
        id = null;
        outputs.clear();
        Arrays.fill(given, false);
    }

    FeatureSchema schema() {
        return schema;
    }

    int rows() {
        return rows;
    }

    void setRows(int count) {
        rows = count;
    }

    boolean isGiven(int column) {
        return given[column];
    }

    double[] numbers(int column) {
        given[column] = true;
        if (numbers[column].length < rows) {
            numbers[column] = new double[rows];
        }
        return numbers[column];
    }

    @Nullable
    String[] categories(int column) {
        given[column] = true;
        if (categories[column].length < rows) {
            categories[column] = new String[rows];
        }
        return categories[column];
    }

    /** Refuses a request that leaves out what the model requires. */
    void checkComplete() {
        if (rows == 0) {
            throw RejectedRequestException.invalid("Missing inputs: expected one for each feature, such as "
                    + schema.feature(0).name());
        }
        for (int column = 0; column < given.length; column++) {
            if (!given[column] && schema.feature(column).presence() == Presence.REQUIRED) {
                throw RejectedRequestException.invalid(
                        "Missing input " + schema.feature(column).name() + ": the model requires this feature");
            }
        }
    }

    /** Refuses a missing value where the model requires one. */
    void checkOptional(int column, int row) {
        if (schema.feature(column).presence() == Presence.REQUIRED) {
            throw RejectedRequestException.invalid("Invalid data of input "
                    + schema.feature(column).name() + ": row " + row
                    + " is missing, the model requires this feature");
        }
    }

    /** The features of one row, valid until the next call. */
    FeatureRow row(int index) {
        return fill(index, row);
    }

    /** Puts the features of one row into that row, of the request's schema. */
    FeatureRow fill(int index, FeatureRow row) {
        for (int column = 0; column < given.length; column++) {
            if (schema.holdsNumbers(column)) {
                row.setNumber(column, given[column] ? numbers[column][index] : Double.NaN);
            } else {
                row.setCategory(column, given[column] ? categories[column][index] : null);
            }
        }
        return row;
    }

    /** Makes room for what differs by row; before the rows are filled. */
    void prepareRows() {
        if (eventMillis.length < rows) {
            eventMillis = new long[rows];
            entities = new String[rows];
        }
        Arrays.fill(eventMillis, 0, rows, UNSTATED);
        Arrays.fill(entities, 0, rows, null);
    }

    void setEventMillis(int index, long millis) {
        eventMillis[index] = millis;
    }

    void setEntity(int index, @Nullable String entity) {
        entities[index] = entity;
    }

    long eventMillis(int index) {
        return eventMillis[index];
    }

    @Nullable
    String entity(int index) {
        return entities[index];
    }

    void setId(String requestId) {
        id = requestId;
    }

    /** The request's own id, which the answer repeats. */
    @Nullable
    String id() {
        return id;
    }

    RequestedOutputs outputs() {
        return outputs;
    }
}
