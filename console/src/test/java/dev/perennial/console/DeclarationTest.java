package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.ModelName;
import dev.perennial.testing.servers.SharedTemporal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeclarationTest {
    @Test
    void isAppliedOnceAndSaysWhatChanged() throws Exception {
        try (TestConsole console = new TestConsole(SharedTemporal.get().endpoint())) {
            String file = TestConsole.file("declared");

            JsonNode first = console.send("POST", "/models", file).body();
            JsonNode again = console.send("POST", "/models", file).body();
            JsonNode changed = console.send("POST", "/models", file.replace("window: P7D", "window: P14D"))
                    .body();

            assertThat(first.path("revision").asInt()).isEqualTo(1);
            assertThat(again.path("revision").asInt()).isEqualTo(1);
            assertThat(again.path("changed")).isEmpty();
            assertThat(changed.path("revision").asInt()).isEqualTo(2);
            assertThat(changed.path("changed"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "spec.monitor.silence.labels: P7D → P14D",
                            "spec.monitor.silence.predictions: P7D → P14D",
                            "spec.monitor.window: P7D → P14D");
            assertThat(console.registry().state(new ModelName("declared")).seq())
                    .isEqualTo(2);
            JsonNode history =
                    console.send("GET", "/models/declared/history?after=1", "").body();
            assertThat(history.path("entries")).hasSize(1);
            assertThat(history.at("/entries/0/actor").asText()).isEqualTo("user:ada");
        }
    }

    @Test
    void monitoringStartsPausesAndResumesWhereItStood() throws Exception {
        try (TestConsole console = new TestConsole(SharedTemporal.get().endpoint())) {
            console.send("POST", "/models", TestConsole.file("watched"));
            String from = "{\"from\": \"2026-01-01T00:00:00Z\"}";

            JsonNode started =
                    console.send("POST", "/models/watched/monitor/start", from).body();
            JsonNode twice =
                    console.send("POST", "/models/watched/monitor/start", "{}").body();
            JsonNode paused = console.send("POST", "/models/watched/monitor/pause", "{\"reason\": \"repair\"}")
                    .body();

            assertThat(started.path("condition").asText()).isEqualTo("on");
            assertThat(started.path("monitoredFrom").asText()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(twice.path("condition").asText()).isEqualTo("on");
            assertThat(paused.path("condition").asText()).isEqualTo("off");
            assertThat(console.registry().state(new ModelName("watched")).seq()).isEqualTo(3);
            console.send("DELETE", "/models/watched", "{}");
        }
    }
}
