package dev.perennial.registry.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.registry.spec.SliceCondition.Comparison;
import dev.perennial.registry.spec.SliceCondition.Term;
import java.io.IOException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchedSpecTest {
    private static final ObjectMapper JSON = RegistryJson.mapper();

    private static ModelSpec watched() {
        return ModelSpecReader.read(SpecFixtures.text("watched.yaml"));
    }

    @Test
    void readsWhatIsWatched() {
        ModelSpec spec = watched();
        assertThat(spec.features().get(2).staleAfter()).contains(Duration.ofHours(3));
        assertThat(spec.objectives())
                .containsExactly(
                        new ObjectiveSpec(
                                "log-loss",
                                new ObjectiveSpec.WorseThanReference(0.1),
                                Severity.PAGE,
                                Optional.of(Duration.ofHours(4))),
                        new ObjectiveSpec("log-loss", 0.05, Severity.TICKET),
                        new ObjectiveSpec("auc", new ObjectiveSpec.Below(0.7), Severity.TICKET, Optional.empty()),
                        new ObjectiveSpec(
                                "latency-p99",
                                new ObjectiveSpec.Above(50),
                                Severity.PAGE,
                                Optional.of(Duration.ofMinutes(30))),
                        new ObjectiveSpec("error-rate", new ObjectiveSpec.Above(0.01), Severity.LOG, Optional.empty()),
                        new ObjectiveSpec(
                                "predictions", new ObjectiveSpec.Below(1000), Severity.TICKET, Optional.empty()));
        assertThat(spec.slices())
                .containsExactly(
                        new SliceSpec.ByFeature("carrier"),
                        new SliceSpec.Where(
                                "winter-storm",
                                new SliceCondition(List.of(
                                        new Term("precip", Comparison.GREATER, "0.1"),
                                        new Term("origin", Comparison.NOT_EQUAL, "New York, JFK")))),
                        new SliceSpec.Where(
                                "no-weather", new SliceCondition(List.of(new Term("temp", Comparison.MISSING, "")))));
        assertThat(spec.sensitive()).containsExactly("carrier", "origin");
        assertThat(spec.monitor())
                .isEqualTo(new MonitorSpec(
                        Duration.ofDays(1),
                        Duration.ofDays(7),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        0.1,
                        0.05,
                        new ReferenceSpec.SameWindowLast(Period.ofYears(1)),
                        new FalseAlarmBudget(
                                new AlarmRate(1, AlarmRate.Per.YEAR), new AlarmRate(0.5, AlarmRate.Per.WEEK)),
                        new DriftSpec(
                                DriftSpec.Measure.JENSEN_SHANNON,
                                DriftSpec.Measure.WASSERSTEIN,
                                new TreeMap<>(Map.of("temp", 0.25, "prediction", 0.05))),
                        Optional.of(CompatibilitySpec.EVIDENTLY_0_7),
                        new SilenceSpec(Duration.ofHours(6), Duration.ofDays(3), Severity.PAGE),
                        new AlertSpec(3, Duration.ofDays(2))));
    }

    @Test
    void writesAFileThatReadsBackEqual() {
        ModelSpec spec = watched();
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(spec))).isEqualTo(spec);
        ModelSpec fixed = ModelSpecReader.read(SpecFixtures.text("watched.yaml")
                .replace("{same-window-last: P1Y}", "{period: 2013-01-01T00:00Z/2013-03-01}"));
        assertThat(fixed.monitor().reference()).isEqualTo(new ReferenceSpec.Fixed(TimeWindow.parse("2013-01-01/P59D")));
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(fixed))).isEqualTo(fixed);
    }

    @Test
    void travelsInMessages() throws IOException {
        ModelSpec spec = watched();
        assertThat(JSON.readValue(JSON.writeValueAsBytes(spec), ModelSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void readsMessagesOfEarlierVersions() throws IOException {
        ModelSpec spec = ModelSpecReader.read(SpecFixtures.flightDelay());
        ObjectNode message = JSON.valueToTree(spec);
        message.remove(List.of("slices", "sensitive"));
        ((ObjectNode) message.path("monitor"))
                .retain("every", "window", "poll", "lateness", "effectFloor", "falseAlarmRate");
        message.path("features").forEach(feature -> ((ObjectNode) feature).remove("staleAfter"));
        ArrayNode objectives = message.putArray("objectives");
        objectives
                .addObject()
                .put("metric", "log-loss")
                .put("worseThanReferenceBy", 0.1)
                .put("severity", "TICKET");
        assertThat(JSON.treeToValue(message, ModelSpec.class)).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P7D | 2013-06-03T00:00:00Z/P7D | 2013-05-27T00:00:00Z/P7D
            P4W | 2013-06-03T00:00:00Z/P7D | 2013-05-06T00:00:00Z/P7D
            P1Y | 2013-06-03T00:00:00Z/P7D | 2012-06-03T00:00:00Z/P7D
            P1Y | 2012-02-29T00:00:00Z/P1D | 2011-02-28T00:00:00Z/P1D
            """)
    void findsTheSameWindowEarlier(String earlier, String window, String reference) {
        assertThat(new ReferenceSpec.SameWindowLast(Period.parse(earlier)).period(TimeWindow.parse(window)))
                .contains(TimeWindow.parse(reference));
    }

    @Test
    void countsExpectedAlarms() {
        assertThat(AlarmRate.parse("1 per quarter").in(Duration.ofDays(7))).isEqualTo(7 / 91.310625, within(1e-9));
        assertThat(AlarmRate.parse("2 per month").in(Duration.ofSeconds(31_556_952)))
                .isEqualTo(24, within(1e-9));
    }

    @Test
    void namesEverythingThatIsWrong() {
        String yaml = SpecFixtures.text("watched.yaml")
                .replace("staleAfter: PT3H", "staleAfter: PT0S")
                .replace("severity: page, respondWithin: PT4H}", "above: 1}")
                .replace(
                        "{metric: log-loss, worseThanReferenceBy: 5 %,",
                        "{metric: latency-p50, worseThanReferenceBy: 5 %,")
                .replace("above: 0.05 s", "above: 50")
                .replace("severity: log}", "severity: log, respondWithin: PT1H}")
                .replace("predictions, below: 1000", "predictoins")
                .replace("    - carrier\n", "    - carier\n")
                .replace("precip>0.1 and", "precip>wet and orign = x and")
                .replace("where: temp is missing", "where: carrier < 3")
                .replace("sensitive: [carrier, origin]", "sensitive: [carrier, temp]")
                .replace("P1Y", "P6D")
                .replace("1 per year", "0 per year")
                .replace("0.5 per week", "often")
                .replace("measure: jensen-shannon", "measure: ks")
                .replace("prediction: 0.05", "predictions: 0.05")
                .replace("evidently-0.7", "evidently-0.8")
                .replace("resolveAfter: 3", "resolveAfter: 0");
        assertThat(catchThrowable(() -> ModelSpecReader.read(yaml)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage(SpecFixtures.text("watched-wrongly.txt").strip());
    }
}
