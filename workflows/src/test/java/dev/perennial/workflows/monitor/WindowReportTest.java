package dev.perennial.workflows.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents' published form. */
class WindowReportTest {
    private static final Path SCHEMAS = Path.of("workflows/src/main/resources/dev/perennial/workflows/monitor");
    private static final String REWRITE = "mvn -o -pl workflows -am test -Dtest=WindowReportTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.schema=write";

    private final ObjectMapper json = RegistryJson.mapper();

    private static Stream<Arguments> documents() {
        return Stream.of(
                arguments(WindowReport.class, WindowReport.SCHEMA, "urn:perennial:window-report", "A window's report"),
                arguments(
                        OutcomeWindowReport.class,
                        OutcomeWindowReport.SCHEMA,
                        "urn:perennial:outcome-window-report",
                        "The report of a window of a regression, or of several classes"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void isDescribedByThePublishedSchema(Class<?> document, String schema, String id, String title) throws IOException {
        Path published = Checkout.root().resolve(SCHEMAS).resolve(schema);
        DefaultPrettyPrinter unix = new DefaultPrettyPrinter();
        unix.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        String written = json.writer(unix).writeValueAsString(DocumentSchema.of(document, id, title)) + "\n";
        if ("write".equals(System.getProperty("perennial.schema"))) {
            Files.createDirectories(published.getParent());
            Files.writeString(published, written);
        }

        assertThat(Files.readString(published))
                .as("the schema of the report; after a change of its types, write it anew with: " + REWRITE)
                .isEqualTo(written);
    }

    @Test
    void ofAnotherTaskWithoutSectionsIsStillRead() throws IOException {
        Path stored = Checkout.root().resolve("console/src/test/resources/reports/quantity.json");
        OutcomeWindowReport report = json.readValue(Files.readString(stored), OutcomeWindowReport.class);

        assertThat(report.task()).isEqualTo("regression");
        assertThat(report.verdict().objectives()).isNotEmpty();
        assertThat(report.sections()).isEmpty();
        assertThat(json.writeValueAsString(report)).doesNotContain("sections");
    }

    @Test
    void ofTheFirstReleaseIsStillRead() throws IOException {
        try (InputStream stored = WindowReportTest.class.getResourceAsStream("/reports/first-release.json")) {
            WindowReport report = json.readValue(stored, WindowReport.class);

            assertThat(report.verdict().word().label()).isEqualTo("harm");
            assertThat(report.context()).isEmpty();
            assertThat(report.sections()).isEmpty();
            assertThat(report.verdict().evidence().drift().columns()).isNotEmpty();
        }
    }

    @Test
    void ofTheFirstReleaseOfOtherTasksIsStillRead() throws IOException {
        try (InputStream stored = WindowReportTest.class.getResourceAsStream("/reports/first-outcome-release.json")) {
            OutcomeWindowReport report = json.readValue(stored, OutcomeWindowReport.class);

            assertThat(report.verdict().word().label()).isEqualTo("drift-recorded");
            assertThat(report.sections()).isEmpty();
            assertThat(report.verdict().ruling().cause()).isEmpty();
            assertThat(report.verdict().evidence().context()).isEmpty();
            assertThat(report.verdict().recomputed()).isEmpty();
        }
    }
}
