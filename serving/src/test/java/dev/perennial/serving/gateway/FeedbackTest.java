package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeedbackTest {
    private static final String FEEDBACK = "/v2/models/flight-delay/feedback";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);

    private static String at(String time) {
        return "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}],"
                + "\"parameters\":{\"event_time\":\"" + time + "\"}}";
    }

    @Test
    void findsThePredictionsHourFromTheIdAloneAndNamesWhatItRefuses() throws Exception {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.5));
        try (Gateway gateway = start()) {
            Http http = ready(gateway);
            String early = http.infer(at("2013-03-01T10:59:59.999Z")).id();
            String late = http.infer(at("2013-03-01T11:00:00Z")).id();
            String forged = late.substring(0, late.length() - 1) + (late.endsWith("0") ? "1" : "0");

            Http.Answer answer = http.post(
                    FEEDBACK,
                    "{\"source\":\"ops\",\"labels\":["
                            + "{\"prediction_id\":\"" + late
                            + "\",\"label\":\"1\",\"labelled_at\":\"2013-03-01T14:00:00+01:00\"},"
                            + "{\"prediction_id\":\"" + early + "\",\"label\":false,\"source\":\"radar\"},"
                            + "{\"prediction_id\":\"" + forged + "\",\"label\":1},"
                            + "{\"prediction_id\":\"" + early + "\",\"label\":0.5},"
                            + "{\"prediction_id\":\"" + early + "\"},"
                            + "{\"prediction_id\":\"" + early + "\",\"label\":1,\"labelled_at\":\"noon\"},"
                            + "{\"label\":1}]}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
            assertThat(answer.json().path("rejected"))
                    .extracting(item -> item.path("prediction_id").asText() + ": "
                            + item.path("reason").asText())
                    .containsExactly(
                            forged + ": this gateway's model made no such prediction",
                            early + ": label is neither 0 nor 1",
                            early + ": label is missing",
                            early + ": labelled_at is no time with its zone, such as 2013-03-01T14:00:00Z",
                            ": prediction_id is missing");
            assertThat(http.post(FEEDBACK, "{\"prediction_id\":\"" + late + "\",\"label\":1}")
                            .json()
                            .path("accepted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(http.post(FEEDBACK, "{\"labels\":7}").status()).isEqualTo(400);
            assertThat(http.post(FEEDBACK, "").error()).contains("the body is empty");
            assertThat(http.post("/v2/models/nope/feedback", "{}").status()).isEqualTo(404);

            assertThat(gateway.flush()).isTrue();
            assertThat(Sql.rows(
                            store.copyLog(directory.resolve("copy")),
                            "labels/**/*.parquet",
                            "SELECT _prediction_id, hour, _label, _source, _event_time FROM LOG"
                                    + " WHERE _source IS NOT NULL ORDER BY hour"))
                    .containsExactly(
                            Arrays.asList(early, 10L, 0.0, "radar", OffsetDateTime.parse("2013-03-01T10:59:59.999Z")),
                            Arrays.asList(late, 11L, 1.0, "ops", OffsetDateTime.parse("2013-03-01T11:00:00Z")));
            assertThat(Sql.rows(
                            directory.resolve("copy"),
                            "labels/**/*.parquet",
                            "SELECT DISTINCT _labelled_at FROM LOG WHERE _source = 'ops'"))
                    .containsExactly(Arrays.asList(OffsetDateTime.parse("2013-03-01T13:00:00Z")));
        }
    }

    @Test
    void uploadsLabelsBeforePredictionsHoursAscendingThroughOutageAndLostAnswers() {
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.constant(0.5));
        try (Gateway gateway = start(Duration.ofHours(1))) {
            Http http = ready(gateway);
            store.down();
            String id = http.infer(at("2013-03-01T12:10:00Z")).id();
            http.infer(at("2013-03-01T11:10:00Z"));
            assertThat(http.post(FEEDBACK, "{\"prediction_id\":\"" + id + "\",\"label\":1}")
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.flush()).as("an upload while the store is down").isFalse();
            assertThat(http.infer(at("2013-03-01T10:10:00Z")).status()).isEqualTo(200);
            store.up();
            store.loseAnswers();
            int before = store.refused();
            assertThat(gateway.flush()).as("an upload whose answer is lost").isFalse();
            assertThat(store.refused()).isGreaterThan(before);
            store.up();
            assertThat(gateway.flush()).isTrue();
            assertThat(gateway.logStatistics().bytesOnDisk()).isZero();
            assertThat(store.createdLogFiles()).doesNotHaveDuplicates();
            assertThat(store.createdLogFiles())
                    .extracting(key -> key.replaceAll("/model=.*hour=(\\d+).*", " $1"))
                    .containsExactly("labels 12", "predictions 11", "predictions 12", "predictions 10");
        }
    }

    private Gateway start(Duration flushEvery) {
        return Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")).withFlushEvery(flushEvery),
                fixture.registry(),
                store,
                InstantSource.system());
    }

    private Gateway start() {
        return Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
    }

    private static Http ready(Gateway gateway) {
        Http http = new Http(gateway.port());
        Eventually.within(
                Duration.ofSeconds(30),
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
        return http;
    }
}
