package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Writes a value with Jackson and its modules for times and optional values, reads it back and expects the same value. */
public final class JsonRoundTrip {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private JsonRoundTrip() {}

    /** Reads a text that an earlier version wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Cannot read " + json, e);
        }
    }

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
