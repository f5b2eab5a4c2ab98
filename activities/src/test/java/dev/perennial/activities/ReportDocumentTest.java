package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.WindowReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as they are really stored, against the published schema. */
class ReportDocumentTest {
    @TempDir
    Path directory;

    @Test
    void holdsNothingThatThePublishedSchemaDoesNotDescribe() throws IOException {
        try (World world = new World(directory)) {
            SyntheticStream stream = new SyntheticStream(7, 300);
            world.bootstrap(stream);
            String declared = World.SPEC
                    .replace(
                            "  retrain:",
                            "  slices: [kind, {name: tall, where: height > 1}]\n  sensitive: [kind]\n  retrain:")
                    .replace("every: P7D, window: P7D}", "every: P7D, window: P7D, compat: evidently-0.7}");
            Digest file = world.registry.putBlob(declared.getBytes(StandardCharsets.UTF_8));
            world.append("watch more", TimelineKind.SPEC_CHANGED, new RegistryChange.SpecApplied(file, 2));
            world.append(
                    "monitor",
                    TimelineKind.MONITORING_STARTED,
                    new RegistryChange.MonitoringStarted(World.servingFrom()));
            List<LoggedPrediction> rows = new ArrayList<>();
            for (int day = 35; day < 42; day++) {
                rows.addAll(stream.day(World.day(day), new Inputs(-0.4, 0.8), SyntheticStream::changedLaw));
            }
            world.gateway.write(rows);

            JsonNode judged = document(world, World.servingFrom(), Duration.ofDays(7));
            JsonNode empty = document(world, World.day(50), Duration.ofDays(7));

            assertThat(PublishedSchema.problems(WindowReport.SCHEMA, judged)).isEmpty();
            assertThat(judged.at("/context/rows/labelled").asLong()).isEqualTo(2100);
            assertThat(judged.at("/context/spec/revision").asInt()).isEqualTo(2);
            assertThat(judged.at("/sections/distributions")).hasSize(4);
            assertThat(judged.at("/sections/slices/report/slices")).hasSize(3);
            assertThat(judged.at("/sections/slices/because").asText())
                    .startsWith("the window as a whole is worse than the reference");
            assertThat(judged.at("/sections/bias/report/columns/0/groups")).hasSize(2);
            assertThat(judged.at("/sections/estimates/metrics/0/record/windows").asInt())
                    .isEqualTo(1);
            assertThat(judged.at("/sections/evidently/presets")).hasSize(3);
            assertThat(judged.at("/sections/history/points")).hasSize(1);
            assertThat(judged.at("/sections/integrity/findings").isArray()).isTrue();
            assertThat(judged.findValuesAsText("value")).doesNotContain("NaN", "Infinity", "-Infinity");
            assertThat(PublishedSchema.problems(WindowReport.SCHEMA, empty)).isEmpty();
            assertThat(empty.at("/verdict/word").asText()).isEqualTo("silence");
        }
    }

    private static JsonNode document(World world, java.time.Instant from, Duration length) throws IOException {
        Digest report = world.activities
                .monitor()
                .evaluate(World.MODEL, TimeWindow.startingAt(from, length), Optional.empty())
                .report();
        return new ObjectMapper().readTree(world.registry.blob(report).orElseThrow());
    }
}
