package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.serving.gateway.RequestedOutputs.Encoding;
import dev.perennial.serving.gateway.RequestedOutputs.Explaining;
import dev.perennial.serving.ids.PredictionIds;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an inference request: {@code event_time} and {@code entity} for all rows, {@code event_times} and
 * {@code entities} with one value for each row, {@code binary_data_output} and {@code contributions} for the answer; others are ignored.
 */
final class RequestParameters {
    private static final int LONGEST_ENTITY = 256;

    private long eventMillis = InferRequest.UNSTATED;
    private @Nullable String entity;
    private @Nullable List<Long> eventTimes;
    private @Nullable List<@Nullable String> entities;
    private boolean binaryOutput;
    private boolean contributions;

    void read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw RejectedRequestException.invalid("Invalid parameters: expected an object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "event_time" -> eventMillis = instant(in, name);
                case "entity" -> entity = entity(in, name);
                case "event_times" -> {
                    List<Long> read = new ArrayList<>();
                    array(in, name);
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        read.add(instant(in, name));
                    }
                    eventTimes = read;
                }
                case "entities" -> {
                    List<@Nullable String> read = new ArrayList<>();
                    array(in, name);
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        read.add(entity(in, name));
                    }
                    entities = read;
                }
                case "contributions" -> contributions = flag(in, name);
                case "binary_data_output" -> binaryOutput = flag(in, name);
                default -> in.skipChildren();
            }
        }
    }

    static boolean flag(JsonParser in, String name) {
        if (in.currentToken() != JsonToken.VALUE_TRUE && in.currentToken() != JsonToken.VALUE_FALSE) {
            throw RejectedRequestException.invalid("Invalid parameter " + name + ": expected true or false");
        }
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static void array(JsonParser in, String name) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw RejectedRequestException.invalid("Invalid parameter " + name + ": expected one value for each row");
        }
    }

    private static long instant(JsonParser in, String name) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            try {
                Instant instant = Instant.parse(in.getText());
                if (PredictionIds.representable(instant)) {
                    return instant.toEpochMilli();
                }
            } catch (DateTimeException e) {
                throw invalidInstant(name);
            }
        }
        throw invalidInstant(name);
    }

    private static RejectedRequestException invalidInstant(String name) {
        return RejectedRequestException.invalid("Invalid parameter " + name
                + ": expected a time since 1970 with its zone, such as 2013-03-01T10:05:00Z");
    }

    private static @Nullable String entity(JsonParser in, String name) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        if (text.isEmpty() || text.length() > LONGEST_ENTITY) {
            throw RejectedRequestException.invalid(
                    "Invalid parameter " + name + ": expected a string of 1 to " + LONGEST_ENTITY + " characters");
        }
        return text;
    }

    /** Gives each row its event time and entity; times only where the model takes them from requests. */
    void apply(InferRequest request, EventTimes times) {
        int rows = request.rows();
        List<Long> perRow = eventTimes;
        List<@Nullable String> entityPerRow = entities;
        check("event_times", perRow == null ? rows : perRow.size(), rows);
        check("entities", entityPerRow == null ? rows : entityPerRow.size(), rows);
        request.outputs()
                .complete(
                        rows,
                        binaryOutput ? Encoding.BINARY : Encoding.JSON,
                        contributions ? Explaining.ASKED : Explaining.NOT_ASKED);
        request.prepareRows();
        for (int row = 0; row < rows; row++) {
            if (times == EventTimes.FROM_REQUEST) {
                request.setEventMillis(row, perRow == null ? eventMillis : perRow.get(row));
            }
            request.setEntity(row, entityPerRow == null ? entity : entityPerRow.get(row));
        }
    }

    private static void check(String name, int size, int rows) {
        if (size != rows) {
            throw RejectedRequestException.invalid(
                    "Invalid parameter " + name + ": " + size + " values, expected " + rows + ", one for each row");
        }
    }

    /** Whose event time counts. */
    enum EventTimes {
        FROM_REQUEST,
        OF_ARRIVAL
    }
}
