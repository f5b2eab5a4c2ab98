package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MARCH;
import static dev.perennial.registry.log.Drafts.MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.spec.SpecFixtures;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stored entries look like: readers of other versions and languages depend on it. */
final class RegistryJsonTest {
    private static final Digest DIGEST = Digest.of("x");
    private static final List<RegistryChange> EVERY_KIND = List.of(
            new RegistryChange.SpecApplied(DIGEST, 2),
            new RegistryChange.SpecWithdrawn(),
            new RegistryChange.DataImported(DIGEST, MARCH, MARCH.plus(Duration.ofDays(1)), 10),
            new RegistryChange.MonitoringStarted(MARCH),
            new RegistryChange.MonitoringPaused(),
            new RegistryChange.WindowEvaluated(TimeWindow.startingAt(MARCH, Duration.ofDays(7)), "ok", DIGEST),
            new RegistryChange.RetrainingStarted("run-1", "challenger", MARCH),
            new RegistryChange.RetrainingEnded("run-1", "candidate"),
            new RegistryChange.VersionRegistered(3, DIGEST, "run-1"),
            new RegistryChange.ReviewOpened("review-1", 3, DIGEST, MARCH),
            new RegistryChange.ReviewClosed("review-1", "approved"),
            new RegistryChange.TrafficPlanned(new TrafficPlan("rollout-1", 3, 500, "salt", 1, MARCH)),
            new RegistryChange.TrafficCleared("rollout-1", 3, "rolled-back"),
            new RegistryChange.ChampionPromoted(3),
            new RegistryChange.RolledBack(2),
            new RegistryChange.HoldReleased(),
            new RegistryChange.AlertRaised("auc-2013-03-01", "auc", "ticket", MARCH, Optional.of(MARCH)),
            new RegistryChange.AlertAcknowledged("auc-2013-03-01"),
            new RegistryChange.AlertEscalated("auc-2013-03-01", "page", Optional.empty()),
            new RegistryChange.AlertResolved("auc-2013-03-01", MARCH),
            new RegistryChange.Noted(),
            new RegistryChange.Unknown());

    private final ObjectMapper json = RegistryJson.mapper();

    @Test
    void declarationsOfEveryTaskReadBackAndThoseOfAYesOrNoAreWrittenAsEver() throws IOException {
        ModelSpec binary = ModelSpecReader.read(SpecFixtures.flightDelay());
        assertThat(json.writeValueAsString(binary))
                .contains("\"positive\":\"1\"", "\"constant\":0.25")
                .doesNotContain("classes");
        String classes = SpecFixtures.flightDelay()
                .replace("binary-classification", "multiclass-classification")
                .replace("positive: \"1\"", "classes: [on time, late, never]")
                .replace("constant: 0.25", "constant: {never: 0.1, late: 0.2, on time: 0.7}")
                .replaceAll("(?m)^  (objectives|validate):.*$", "")
                .replaceAll("(?m)^    - \\{metric:.*$", "");
        for (String file : List.of(SpecFixtures.flightDelay(), classes)) {
            ModelSpec spec = ModelSpecReader.read(file);
            assertThat(json.readValue(json.writeValueAsString(spec), ModelSpec.class))
                    .isEqualTo(spec);
        }
    }

    private record Numbers(double one, Map<String, Double> named, Optional<Float> small) {
        static Numbers of(double value) {
            return new Numbers(1, Map.of("x", value), Optional.of(1f));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNoneIsRefusedWhereverItStands(double value) throws IOException {
        assertThat(json.writeValueAsString(Numbers.of(0.5)))
                .isEqualTo("{\"named\":{\"x\":0.5},\"one\":1.0,\"small\":1.0}");
        for (Object hostile : List.of(
                Numbers.of(value),
                new Numbers(value, Map.of(), Optional.empty()),
                new Numbers(0, Map.of(), Optional.of((float) value)),
                new double[] {1, value},
                OptionalDouble.of(value),
                List.of(1, value),
                new ObjectMapper().createObjectNode().put("x", value))) {
            for (ObjectWriter writer : List.of(json.writer(), json.writerWithDefaultPrettyPrinter())) {
                assertThatThrownBy(() -> writer.writeValueAsBytes(hostile))
                        .isInstanceOf(JsonProcessingException.class)
                        .hasMessageContaining(value + " is not a finite number");
            }
        }
        assertThatThrownBy(() -> json.writeValueAsString(Numbers.of(value)))
                .hasMessageStartingWith("Cannot write /named/x: " + value + " is not a finite number");
    }

    private static RegistryEntry entry(RegistryChange change) {
        return new RegistryEntry(
                MODEL,
                7,
                Optional.of(Digest.of("six")),
                "operation-7",
                MARCH.plus(Duration.ofMillis(1)),
                new EntryDraft(
                        TimelineKind.EVENT_NOTED,
                        Actor.system("monitor"),
                        Optional.of(MARCH),
                        "A sentence",
                        change,
                        Evidence.links(Map.of("run", "run-1")).with("rows", 1500)));
    }

    @Test
    void writesEveryKindAsItAlwaysDid() throws IOException {
        List<String> lines = new ArrayList<>();
        for (RegistryChange change : EVERY_KIND) {
            lines.add(json.writeValueAsString(entry(change)));
        }
        try (InputStream golden = RegistryJsonTest.class.getResourceAsStream("entries.jsonl")) {
            assertThat(golden).isNotNull();
            assertThat(String.join("\n", lines) + "\n").isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void readsWhatItWrites() throws IOException {
        for (RegistryChange change : EVERY_KIND) {
            RegistryEntry entry = entry(change);
            assertThat(json.readValue(json.writeValueAsBytes(entry), RegistryEntry.class))
                    .isEqualTo(entry);
        }
    }

    @Test
    void coversEveryKind() {
        assertThat(EVERY_KIND)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RegistryChange.class
                                .getAnnotation(JsonSubTypes.class)
                                .value())
                        .<Class<?>>map(JsonSubTypes.Type::value)
                        .toList());
    }

    @Test
    void readsEntriesOfANewerVersion() throws IOException {
        String newer = json.writeValueAsString(entry(new RegistryChange.Noted()))
                .replace("\"kind\":\"noted\"", "\"kind\":\"sent-to-the-moon\",\"rocket\":{\"stages\":3}")
                .replace("\"event-noted\"", "\"moon-reached\"");
        RegistryEntry read = json.readValue(newer, RegistryEntry.class);
        assertThat(read.entry().change()).isEqualTo(new RegistryChange.Unknown());
        assertThat(read.entry().kind()).isEqualTo(TimelineKind.EVENT_NOTED);
        assertThat(read.entry().sentence()).isEqualTo("A sentence");
    }

    @Test
    void writesStatesThatReadBackEqual() throws IOException {
        ModelState state = new ModelState(
                MODEL,
                9,
                Optional.of(DIGEST),
                Optional.of(new ModelState.AppliedSpec(DIGEST, 2)),
                List.of(new ModelState.ImportedTable(DIGEST, MARCH, MARCH.plusSeconds(1), 5)),
                List.of(new ModelState.RegisteredVersion(1, DIGEST, "run-1", MARCH, ModelState.Standing.CHAMPION)),
                OptionalInt.of(1),
                OptionalInt.empty(),
                Optional.of(MARCH),
                Optional.of(new TrafficPlan("r", 2, 500, "s", 1, MARCH)),
                Optional.of(new ModelState.Hold(Actor.user("ada"), MARCH, "why")),
                Optional.of(MARCH),
                Optional.of(
                        new ModelState.EvaluatedWindow(TimeWindow.startingAt(MARCH, Duration.ofDays(7)), "ok", DIGEST)),
                Optional.of(new ModelState.Retraining("run-2", "harm", MARCH)),
                Optional.of(MARCH),
                Optional.of(new ModelState.OpenReview("review-1", 1, DIGEST, MARCH)),
                List.of(new ModelState.OpenAlert(
                        "auc-2013-03-01",
                        "auc",
                        "page",
                        MARCH,
                        MARCH,
                        Optional.of(MARCH),
                        Optional.of(Actor.user("ada")),
                        "why")),
                List.of(new ModelState.EndedAlert("brier", "brier-2013-02-01", MARCH)));
        for (ModelState written : List.of(state, ModelState.empty(MODEL))) {
            assertThat(json.readValue(json.writeValueAsBytes(written), ModelState.class))
                    .isEqualTo(written);
        }
    }
}
