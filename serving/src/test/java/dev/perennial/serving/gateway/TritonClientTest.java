package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.testing.Eventually;
import dev.perennial.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client that most users of the protocol have, at the version that its requirements pin. */
@Timeout(900)
class TritonClientTest {
    @TempDir
    Path directory;

    private static double expected(@Nullable String carrier, double temp, double hour) {
        FeatureRow row = new FeatureRow(GatewayFixture.SCHEMA)
                .setCategory(0, carrier)
                .setNumber(1, temp)
                .setNumber(2, hour);
        return GatewayFixture.linearModel().score(row);
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asDouble()));
        return values;
    }

    @Test
    void isAnsweredInAllItsWays() throws IOException, InterruptedException {
        PythonEnvironment python = PythonEnvironment.of("serving", "tritonclient");
        SwitchableStore store = new SwitchableStore();
        GatewayFixture fixture = new GatewayFixture(store);
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.linear());
        try (Gateway gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system())) {
            Http http = new Http(gateway.port());
            Eventually.within(
                    Duration.ofSeconds(30),
                    "the model is ready",
                    () -> http.get("/v2/models/flight-delay/ready").status() == 200);
            check(new ObjectMapper().readTree(python.run("session.py", "127.0.0.1:" + gateway.port())));
            assertThat(gateway.logStatistics().appends()).isEqualTo(7);
        }
    }

    private static void check(JsonNode seen) {
        assertThat(List.of("live", "ready", "model_ready", "version_ready"))
                .allMatch(question -> seen.path(question).asBoolean());
        assertThat(seen.path("unknown_ready").asBoolean(true)).isFalse();
        assertThat(seen.at("/server/extensions/0").asText()).isEqualTo("binary_tensor_data");
        assertThat(seen.at("/model/versions/0").asText()).isEqualTo("1");
        assertThat(seen.at("/version/inputs/2/name").asText()).isEqualTo("dep_hour");
        assertThat(seen.at("/index/0/state").asText()).isEqualTo("READY");
        assertThat(seen.at("/load/message").asText()).contains("the registry decides");
        assertThat(seen.at("/unload/status").asText()).isEqualTo("409");

        List<Double> three = List.of(expected("UA", 61.5, 17), expected("AA", 32, 5), expected("DL", 75.25, 23));
        assertThat(numbers(seen.path("binary"))).isEqualTo(three);
        assertThat(numbers(seen.path("json"))).isEqualTo(three);
        assertThat(numbers(seen.path("mixed"))).isEqualTo(three);
        assertThat(seen.path("binary_type").asText()).isEqualTo("float64");
        assertThat(seen.path("binary_id").asText()).isEqualTo("q1");
        assertThat(seen.path("ids")).hasSize(3).allMatch(id -> id.asText().length() == 36);
        assertThat(seen.path("arms")).hasSize(3).allMatch(arm -> arm.asText().equals("champion"));
        for (String coding : List.of("gzip", "deflate")) {
            assertThat(seen.path(coding)).hasSize(400);
            assertThat(seen.path(coding).get(399).asDouble()).isEqualTo(expected(null, Double.NaN, 399 % 24));
        }
        assertThat(numbers(seen.path("one"))).containsExactly(expected(null, Double.NaN, 17));
        assertThat(numbers(seen.path("async"))).containsExactly(expected(null, Double.NaN, 17));
        assertThat(seen.path("prediction_id").asText()).hasSize(36);

        assertThat(seen.at("/unknown_model/message").asText()).isEqualTo("Model nope not found");
        assertThat(seen.at("/unknown_model/status").asText()).isEqualTo("404");
        assertThat(seen.at("/unknown_input/message").asText())
                .startsWith("Unknown input hour: expected one of carrier");
        assertThat(seen.at("/unknown_output/message").asText()).startsWith("Unknown output nope: expected one of");
    }
}
