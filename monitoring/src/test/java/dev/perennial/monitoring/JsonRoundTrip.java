package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes a value with plain Jackson, reads it back and expects the same value. */
public final class JsonRoundTrip {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonRoundTrip() {}

    /** Returns the JSON text. */
    public static <T> String of(T value, Class<? super T> type) {
        try {
            String json = MAPPER.writerFor(type).writeValueAsString(value);
            assertThat(MAPPER.readValue(json, type)).isEqualTo(value);
            assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("Cannot round-trip " + value, e);
        }
    }
}
