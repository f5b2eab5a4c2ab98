package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.ModelName;
import dev.perennial.serving.ids.OwnIds;
import dev.perennial.serving.log.Sql;
import dev.perennial.testing.Eventually;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeedbackKindsTest {
    private static final String FEEDBACK = "/v2/models/flight-delay/feedback";
    private static final String TRUSTING = GatewayFixture.SPEC.replace(
            "  fallback:",
            "  feedback: {trusted: [tower], share: 10 %, allowance: 3, expiresAfter: P36500D}\n  fallback:");

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);
    private Gateway gateway;
    private Http http;

    @BeforeEach
    void start() {
        fixture.declare(TRUSTING);
        fixture.promote(fixture.constant(0.5));
        restart();
    }

    private void restart() {
        gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system());
        http = new Http(gateway.port());
        Eventually.within(
                Duration.ofSeconds(30),
                "the model is ready",
                () -> http.get("/v2/models/flight-delay/ready").status() == 200);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String predicted(String time) {
        return http.infer("{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}],"
                        + "\"parameters\":{\"event_time\":\"" + time + "\"}}")
                .id();
    }

    private static String item(String id, String rest) {
        return "{\"prediction_id\":\"" + id + "\"," + rest + "}";
    }

    private JsonNode said(int status, String... items) {
        Http.Answer answer = http.post(FEEDBACK, "{\"items\":[" + String.join(",", items) + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    private List<List<Object>> rows(String folder, String sql) throws Exception {
        assertThat(gateway.flush()).isTrue();
        return Sql.rows(store.copyLog(directory.resolve("copy")), folder + "/**/*.parquet", sql).stream()
                .map(row -> new ArrayList<Object>(row))
                .collect(Collectors.toList());
    }

    @Test
    void keepsEveryKindInItsPlaceAndCountsWhatIsSaidTwiceOnce() throws Exception {
        String id = predicted("2013-03-01T10:00:00Z");
        String label = item(id, "\"label\":false,\"source\":\"tower\",\"labelled_at\":\"2013-03-01T12:00:00Z\"");
        String correction = item(id, "\"kind\":\"correction\",\"label\":\"true\",\"revision\":2,\"source\":\"tower\"");
        JsonNode first = said(
                200,
                label,
                correction,
                correction,
                item(id, "\"kind\":\"rating\",\"value\":4.5,\"source\":\"tower\""),
                item(id, "\"kind\":\"click\",\"source\":\"tower\""),
                item(id, "\"kind\":\"click\",\"action\":\"dwell\",\"value\":12,\"source\":\"tower\""));
        assertThat(first.path("accepted").asInt()).isEqualTo(6);
        assertThat(first.path("duplicates").asInt()).isEqualTo(1);
        assertThat(said(200, correction, label).path("duplicates").asInt()).isEqualTo(2);
        assertThat(rows("labels", "SELECT _kind, _label, _class, _revision FROM LOG ORDER BY ALL"))
                .containsExactly(Arrays.asList("correction", 1.0, null, 2L), Arrays.asList("label", 0.0, null, null));
        assertThat(rows("feedback", "SELECT _kind, _action, _value FROM LOG ORDER BY ALL"))
                .containsExactly(
                        Arrays.asList("click", "click", null),
                        Arrays.asList("click", "dwell", 12.0),
                        Arrays.asList("rating", null, 4.5));
    }

    @Test
    void takesAChangeBackForWhatItIsAndNoRepetition() throws Exception {
        String id = predicted("2013-03-01T10:00:00Z");
        String yes = item(id, "\"label\":1,\"source\":\"tower\"");
        String no = item(id, "\"label\":0,\"source\":\"tower\"");
        assertThat(said(200, yes, no, yes, yes).path("duplicates").asInt()).isEqualTo(1);
        assertThat(said(200, yes).path("duplicates").asInt()).isEqualTo(1);
        assertThat(said(200, no).path("duplicates").asInt()).isZero();
        assertThat(rows("labels", "SELECT count(*) FROM LOG")).containsExactly(List.of(4L));
    }

    @Test
    void keepsWhatASourceSaysBeyondItsShareOutOfTheLabels() throws Exception {
        List<String> honest = new ArrayList<>();
        List<String> flipped = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            String id = predicted("2013-03-01T10:00:00Z");
            honest.add(item(id, "\"label\":1,\"source\":\"tower\""));
            flipped.add(item(
                    id, "\"kind\":\"correction\",\"revision\":" + (at + 1) + ",\"label\":0,\"source\":\"mallory\""));
        }
        said(200, honest.toArray(String[]::new));
        JsonNode flood = said(200, flipped.toArray(String[]::new));
        // Of 40 honest ones and its own, a tenth: 4 of 44.
        assertThat(flood.path("accepted").asInt()).isEqualTo(4);
        assertThat(flood.path("quarantined").asInt()).as("the cap held").isEqualTo(36);
        assertThat(flood.path("quarantine_reason").asText())
                .isEqualTo("the source has said its share: more than 10.0 % of all, and more than 3 items,"
                        + " and is not trusted");
        assertThat(http.get("/metrics").body())
                .contains("perennial_gateway_feedback_total{model=\"flight-delay\",kind=\"correction\","
                        + "outcome=\"quarantined\"} 36");
        assertThat(rows("labels", "SELECT _source, count(*) FROM LOG GROUP BY _source ORDER BY ALL"))
                .containsExactly(Arrays.asList("mallory", 4L), Arrays.asList("tower", 40L));
        assertThat(rows("quarantine", "SELECT _quarantined, _label, count(*) FROM LOG GROUP BY ALL"))
                .containsExactly(Arrays.asList("source-share", 0.0, 36L));
    }

    @Test
    void refusesWhatIsForgedForeignEarlyOrLate() {
        fixture.declare(TRUSTING.replace("P36500D", "P30D"));
        Eventually.within(
                Duration.ofSeconds(30),
                "the declaration is followed",
                () -> http.post(FEEDBACK, item(predicted("2013-03-01T10:00:00Z"), "\"label\":1"))
                                .status()
                        == 400);
        Instant now = Instant.now();
        String young = predicted(now.minusSeconds(60).toString());
        String tomorrow = predicted(now.plusSeconds(86_400).toString());
        String expired = predicted("2013-03-01T10:00:00Z");
        String forged = young.substring(0, young.length() - 1) + (young.endsWith("0") ? "1" : "0");
        String observation = OwnIds.of(new ModelName("flight-delay"), "x", now.toEpochMilli())
                .toString();
        JsonNode answer = said(
                200,
                item(young, "\"source\":\"tower\",\"label\":1"),
                item(tomorrow, "\"source\":\"tower\",\"label\":1"),
                item(tomorrow, "\"source\":\"tower\",\"kind\":\"rating\",\"value\":5"),
                item(expired, "\"source\":\"tower\",\"label\":1"),
                item(forged, "\"source\":\"tower\",\"label\":1"),
                item(observation, "\"source\":\"tower\",\"label\":1"),
                item(young, "\"label\":1,\"labelled_at\":\"" + now.plusSeconds(3600) + "\""));
        assertThat(answer.path("accepted").asInt())
                .as("a rating needs no truth")
                .isEqualTo(2);
        assertThat(answer.path("rejected"))
                .extracting(item -> item.path("index").asInt() + " "
                        + item.path("reason").asText().replaceAll("about [^,]+, ", "about a time, "))
                .containsExactly(
                        "1 the prediction is about a time, which has not come: nobody knows the truth yet",
                        "3 the prediction has expired: it is about a time, older than P30D",
                        "4 this gateway's model made no such prediction",
                        "5 prediction_id is of an observation: name it by own_id and event_time",
                        "6 labelled_at is in the future, or before 1970");
    }

    @Test
    void namesWhatIsWrongWithEachItemAndRefusesARequestOfWhichNothingIsGood() {
        String id = predicted("2013-03-01T10:00:00Z");
        String[][] bad = {
            {"\"label\":1,\"kind\":\"guess\"", "kind is none of label, correction, rating and click"},
            {"\"label\":\"maybe\"", "label is neither 0 nor 1"},
            {"\"label\":null", "label is missing"},
            {"\"label\":1e999", "label is neither 0 nor 1"},
            {"\"label\":{\"a\":[1]}", "label is missing"},
            {"\"label\":1,\"revision\":0", "revision is no whole number from 1 to 9007199254740991"},
            {"\"label\":1,\"revision\":1.5", "revision is no whole number from 1 to 9007199254740991"},
            {"\"label\":1,\"source\":\"\"", "source is no text of 1 to 200 characters"},
            {"\"label\":1,\"source\":7", "source is no text of 1 to 200 characters"},
            {"\"kind\":\"rating\"", "value is missing or no finite number"},
            {"\"kind\":\"rating\",\"value\":\"NaN\"", "value is missing or no finite number"},
            {
                "\"kind\":\"click\",\"action\":\"<script>\"",
                "action is no word of 1 to 32 of a-z, 0-9, '_' and '-', such as click, skip or dwell"
            },
            {"\"kind\":\"click\",\"action\":\"dwell\"", "value is missing: how many seconds it was"},
            {"\"label\":1,\"own_id\":\"x\"", "prediction_id and own_id are both given, expected one"},
        };
        String[] items = Arrays.stream(bad).map(each -> item(id, each[0])).toArray(String[]::new);
        JsonNode answer = said(400, items);
        assertThat(answer.path("error").asText())
                .isEqualTo("None of the items was taken: kind is none of label, correction, rating and click");
        assertThat(answer.path("rejected")).hasSize(bad.length);
        for (int at = 0; at < bad.length; at++) {
            assertThat(answer.path("rejected").path(at).path("index").asInt()).isEqualTo(at);
            assertThat(answer.path("rejected").path(at).path("reason").asText())
                    .as(bad[at][0])
                    .isEqualTo(bad[at][1]);
        }
        assertThat(http.post(FEEDBACK, "{\"items\":[]}").error())
                .isEqualTo("Invalid feedback: there are no items in it");
        assertThat(http.post(FEEDBACK, "[]").status()).isEqualTo(400);
        String thousands = String.join(",", java.util.Collections.nCopies(10_001, "{}"));
        assertThat(http.post(FEEDBACK, "{\"items\":[" + thousands + "]}").status())
                .isEqualTo(413);
    }

    @Test
    void readsOneItemALineAndGoesOnAfterALineThatIsNone() {
        String id = predicted("2013-03-01T10:00:00Z");
        String lines = item(id, "\"label\":1") + "\n\n{\"prediction_id\":\r\n" + item(id, "\"label\":0") + "\n7\n";
        Http.Answer answer =
                http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + FEEDBACK))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines)));
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.json().path("rejected"))
                .extracting(item ->
                        item.path("index").asInt() + " " + item.path("reason").asText())
                .containsExactly("2 the line is no JSON object", "4 the line is no JSON object");
    }

    @Test
    void losesNothingThatItTookBeforeARestartWithTheStoreDown() throws Exception {
        String id = predicted("2013-03-01T10:00:00Z");
        store.down();
        said(200, item(id, "\"label\":1,\"source\":\"tower\",\"revision\":1"));
        said(200, item(id, "\"kind\":\"rating\",\"value\":1,\"source\":\"tower\""));
        gateway.close();
        store.up();
        restart();
        // It is not remembered any more, so it is logged again; whoever joins counts it once.
        assertThat(said(200, item(id, "\"label\":1,\"source\":\"tower\",\"revision\":1"))
                        .path("duplicates")
                        .asInt())
                .isZero();
        assertThat(rows("labels", "SELECT DISTINCT _label, _revision, _source, count(*) FROM LOG GROUP BY ALL"))
                .containsExactly(Arrays.asList(1.0, 1L, "tower", 2L));
        assertThat(rows("feedback", "SELECT _value FROM LOG")).containsExactly(List.of(1.0));
    }
}
