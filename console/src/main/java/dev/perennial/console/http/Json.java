package dev.perennial.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.log.RegistryJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes the API's JSON, which is the registry's dialect. Safe for use by several threads. */
public final class Json {
    private static final ObjectMapper MAPPER = RegistryJson.mapper();

    private Json() {}

    /** Answers with the value and status 200. */
    public static void answer(Context context, Object value) {
        answer(context, 200, value);
    }

    /** Answers with the value and the status. */
    public static void answer(Context context, int status, Object value) {
        try {
            context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "Cannot write an answer of " + value.getClass().getSimpleName(), e);
        }
    }

    /** A stored JSON document, to be embedded in an answer as it is. */
    public static JsonNode document(byte[] stored) {
        try {
            return MAPPER.readTree(stored);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a stored document: it is not JSON", e);
        }
    }

    static JsonNode request(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            String where = e instanceof JsonProcessingException broken && broken.getLocation() != null
                    ? " at line " + broken.getLocation().getLineNr() + ", column "
                            + broken.getLocation().getColumnNr()
                    : "";
            throw ApiException.invalid("Invalid body: it is not JSON" + where);
        }
    }
}
