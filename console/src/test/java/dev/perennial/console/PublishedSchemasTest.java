package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.console.TestConsole.Answer;
import dev.perennial.testing.servers.SharedTemporal;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console serves the forms of the documents that it serves. */
@Timeout(60)
class PublishedSchemasTest {
    @ParameterizedTest
    @ValueSource(strings = {"window-report", "outcome-window-report"})
    void theFormOfEveryReportIsServed(String name) throws Exception {
        try (TestConsole console = new TestConsole(SharedTemporal.get().endpoint())) {
            Answer schema = console.send("GET", "/schemas/" + name, "");
            assertThat(schema.status()).isEqualTo(200);
            assertThat(schema.body().path("$id").asText()).isEqualTo("urn:perennial:" + name);
            assertThat(schema.body().path("$defs")).isNotEmpty();
        }
    }
}
