package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainedAnswerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROWS =
            "\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[17,3]},"
                    + "{\"name\":\"temp\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[61.5,null]},"
                    + "{\"name\":\"carrier\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"UA\",\"AA\"]}]";

    private final Gateway gateway;
    private final Http http;
    private final int linear;

    ExplainedAnswerTest(@TempDir Path directory) {
        SwitchableStore store = new SwitchableStore();
        GatewayFixture fixture = new GatewayFixture(store);
        fixture.declare(GatewayFixture.SPEC);
        linear = fixture.linear();
        fixture.promote(linear);
        gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
        http = new Http(gateway.port());
        ready(linear);
    }

    private void ready(int version) {
        Eventually.within(
                SOON,
                "version " + version + " is ready",
                () -> http.get("/v2/models/flight-delay/versions/" + version + "/ready")
                                .status()
                        == 200);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }

    @Test
    void sumsToTheLogOddsOfEachRow() {
        Http.Answer answer = http.post(
                "/v2/models/flight-delay/versions/" + linear + "/infer",
                "{" + ROWS + ",\"parameters\":{\"contributions\":true}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode outputs = answer.json().path("outputs");
        assertThat(outputs).hasSize(6);
        JsonNode contributions = outputs.get(4);
        assertThat(contributions.path("name").asText()).isEqualTo("contributions");
        assertThat(contributions.path("shape").toString()).isEqualTo("[2,3]");
        assertThat(contributions.at("/parameters/features").asText()).isEqualTo("carrier,temp,dep_hour");
        assertThat(contributions.at("/parameters/unit").asText()).isEqualTo("log-odds");
        assertThat(outputs.get(5).path("name").asText()).isEqualTo("contributions_base");
        for (int row = 0; row < 2; row++) {
            double sum = outputs.get(5).at("/data/" + row).asDouble();
            for (int column = 0; column < 3; column++) {
                sum += contributions.at("/data/" + (3 * row + column)).asDouble();
            }
            assertThat(sum).isCloseTo(logOdds(outputs.at("/0/data/" + row).asDouble()), within(1e-12));
        }
        // By hand from the model: 0.5 for the carrier, 0.7 · (61.5 − 50) / 10 for the temperature.
        assertThat(contributions.at("/data/1").asDouble()).isCloseTo(0.805, within(1e-12));
    }

    @Test
    void comesInBinaryWhereItIsNamed() {
        byte[] body = ("{" + ROWS + ",\"outputs\":[{\"name\":\"contributions\"}],"
                        + "\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        Http.Bytes answer = http.bytes("/v2/models/flight-delay/versions/" + linear + "/infer", body);
        assertThat(answer.json().path("outputs")).hasSize(1);
        assertThat(answer.json().at("/outputs/0/parameters/binary_data_size").asInt())
                .isEqualTo(48);
        assertThat(answer.tensors().remaining()).isEqualTo(48);
        assertThat(answer.tensors().getDouble(answer.tensors().position() + 8)).isCloseTo(0.805, within(1e-12));
    }

    @Test
    void saysThatItDoesNotKnowWhereTheFallbackAnswers(@TempDir Path other) {
        SwitchableStore store = new SwitchableStore();
        GatewayFixture unpromoted = new GatewayFixture(store);
        unpromoted.declare(GatewayFixture.SPEC);
        try (Gateway fallingBack =
                Gateway.start(GatewayFixture.settings(other), unpromoted.registry(), store, InstantSource.system())) {
            Http client = new Http(fallingBack.port());
            String request = "{" + ROWS + ",\"parameters\":{\"contributions\":true}}";
            Eventually.within(
                    SOON,
                    "the fallback answers",
                    () -> client.infer(request).arm().equals("fallback"));
            JsonNode outputs = client.infer(request).json().path("outputs");
            assertThat(outputs.at("/4/parameters/unit").asText()).isEqualTo("unknown");
            assertThat(outputs.at("/4/data").toString()).isEqualTo("[null,null,null,null,null,null]");
            assertThat(outputs.at("/5/data").toString()).isEqualTo("[null,null]");
        }
    }

    @Test
    void explainsNoMoreRowsThanItCan() {
        String many = "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[101],\"datatype\":\"FP64\",\"data\":["
                + "1,".repeat(100) + "1]}],\"parameters\":{\"contributions\":true}}";
        Http.Answer refused = http.infer(many);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.error())
                .isEqualTo("Too many rows: 101, contributions are given for at most 100 in one request");
        assertThat(http.infer(many.replace("true", "false")).status()).isEqualTo(200);
        assertThat(http.infer(many.replace("true", "1")).error())
                .isEqualTo("Invalid parameter contributions: expected true or false");
    }
}
