package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reports as they are written: whether all of their numbers are numbers, and their digest. */
final class Reports {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private Reports() {}

    /** Fails where a field, however deep, is NaN or infinite: these are written bare, and no reader takes them then. */
    static void requireFinite(Object report) {
        try {
            requireFinite(report.getClass().getSimpleName(), MAPPER.readTree(MAPPER.writeValueAsBytes(report)));
        } catch (IOException e) {
            throw new AssertionError("Cannot write " + report, e);
        }
    }

    /* Reading 1e400 gives infinity, so what was read is looked at too. */
    private static void requireFinite(String path, JsonNode node) {
        if (node.isNumber()) {
            assertThat(Double.isFinite(node.doubleValue())).as(path).isTrue();
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            requireFinite(path + "[" + i + "]", node.get(i));
        }
        node.properties().forEach(field -> requireFinite(path + "." + field.getKey(), field.getValue()));
    }

    static String digest(Object... reports) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object report : reports) {
                digest.update(MAPPER.valueToTree(report).toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Cannot digest", e);
        }
    }
}
