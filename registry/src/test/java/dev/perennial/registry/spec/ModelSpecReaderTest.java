package dev.perennial.registry.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.spec.FeatureSpec.Presence;
import dev.perennial.registry.spec.FeatureSpec.Range;
import dev.perennial.registry.spec.RolloutSpec.Step;
import dev.perennial.scoring.Outputs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelSpecReaderTest {
    private static final String LEAST = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: m, owner: ada}
            spec:
              task: binary-classification
              features: [{name: x, type: number}]
              label: {name: y, positive: 1, arrives: {matureAfter: P2D}}
            """;

    private static ModelSpec readWith(String section) {
        return ModelSpecReader.read(LEAST + "  " + section + "\n");
    }

    @Test
    void readsEveryFieldOfAFile() {
        ModelSpec spec = ModelSpecReader.read(SpecFixtures.flightDelay());
        assertThat(spec)
                .isEqualTo(new ModelSpec(
                        new ModelName("flight-delay"),
                        "ops@example.org",
                        ModelSpec.Task.BINARY_CLASSIFICATION,
                        List.of(
                                new FeatureSpec(
                                        "carrier",
                                        FeatureSpec.Type.CATEGORY,
                                        Presence.OPTIONAL,
                                        OptionalInt.of(32),
                                        Optional.empty(),
                                        Optional.empty()),
                                new FeatureSpec(
                                        "temp",
                                        FeatureSpec.Type.NUMBER,
                                        Presence.OPTIONAL,
                                        OptionalInt.empty(),
                                        Optional.of("degF"),
                                        Optional.of(new Range(-60, 130))),
                                new FeatureSpec(
                                        "dep_hour",
                                        FeatureSpec.Type.NUMBER,
                                        Presence.REQUIRED,
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                        new LabelSpec("late", "1", Duration.ofHours(6), Duration.ofDays(2)),
                        ModelSpec.EventTimeSource.REQUEST,
                        List.of(new ObjectiveSpec("log-loss", 0.1, ObjectiveSpec.Severity.TICKET)),
                        new MonitorSpec(
                                Duration.ofDays(7),
                                Duration.ofDays(7),
                                Duration.ofSeconds(2),
                                Duration.ofHours(1),
                                0.1,
                                0.05),
                        new RetrainSpec(
                                Set.of(RetrainSpec.Trigger.CHALLENGER),
                                RetrainSpec.Mode.REVIEW,
                                Duration.ofDays(180),
                                Duration.ofDays(14),
                                List.of(
                                        new CandidateRecipe("linear", new TreeMap<>()),
                                        new CandidateRecipe("gradient-boosting", new TreeMap<>(Map.of("trees", 150.0))),
                                        new CandidateRecipe(
                                                "gradient-boosting",
                                                new TreeMap<>(Map.of("trees", 80.0, "leaves", 15.0)))),
                                2,
                                Duration.ofDays(14),
                                Duration.ofDays(2)),
                        new ValidateSpec(0.005, 0.002, 0.05),
                        new RolloutSpec(
                                List.of(
                                        new Step(0, Duration.ofDays(1)),
                                        new Step(500, Duration.ofDays(1)),
                                        new Step(2500, Duration.ofDays(1)),
                                        new Step(10_000, Duration.ZERO)),
                                0.01,
                                200,
                                Duration.ofDays(14),
                                Duration.ofDays(7)),
                        Optional.of(FallbackSpec.ofConstant(0.25))));
    }

    @Test
    void readsAFallbackOfAVersionRulesAndAConstantAndWritesItAgain() {
        ModelSpec spec = ModelSpecReader.read(
                SpecFixtures.flightDelay()
                        .replace(
                                "fallback: {constant: 0.25}",
                                "fallback: {version: 3, rules: [{when: dep_hour >= 18 and carrier = UA, answer: 0.4}], constant: 0.2}"));
        assertThat(spec.fallback())
                .contains(new FallbackSpec(
                        OptionalInt.of(3),
                        List.of(new FallbackSpec.Rule(SliceCondition.parse("dep_hour >= 18 and carrier = UA"), 0.4)),
                        0.2));
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(spec)).fallback()).isEqualTo(spec.fallback());
    }

    @Test
    void readsARegressionAndWritesItAgain() {
        ModelSpec spec =
                ModelSpecReader.read(regression("fallback: {rules: [{when: x > 1, answer: 12.5}], constant: -3}"));
        assertThat(spec.task()).isEqualTo(ModelSpec.Task.REGRESSION);
        assertThat(spec.outputs()).isEqualTo(Outputs.value());
        assertThat(spec.label()).isEqualTo(LabelSpec.ofQuantity("y", Duration.ofDays(2), Duration.ofDays(2)));
        assertThat(spec.fallback().orElseThrow().constant()).containsExactly(-3.0);
        String text = ModelSpecText.toYaml(spec);
        assertThat(text).contains("task: regression", "primary: squared-error").doesNotContain("positive", "margins");
        assertThat(ModelSpecReader.read(text)).isEqualTo(spec);
    }

    @Test
    void readsClassesWithTheProbabilityOfEachInTheirOrderAndWritesThemAgain() {
        ModelSpec spec = ModelSpecReader.read(classes("fallback: {constant: {high: 0.5, low: 0.2, 3: 0.3}}"));
        assertThat(spec.outputs()).isEqualTo(Outputs.classes(List.of("low", "3", "high")));
        assertThat(spec.fallback().orElseThrow().constant()).containsExactly(0.2, 0.3, 0.5);
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(spec))).isEqualTo(spec);
    }

    @Test
    void anotherToolsFiguresMayBeAskedForOfEveryTask() {
        String asked = "monitor: {compat: evidently-0.7}";
        assertThat(Stream.of(LEAST + "  " + asked + "\n", regression(asked), classes(asked))
                        .map(file -> ModelSpecReader.read(file).monitor().compat()))
                .containsOnly(Optional.of(CompatibilitySpec.EVIDENTLY_0_7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: y, positive: 1, arrives: {matureAfter: P2D}} | | 7:20 Field spec.label.positive does not fit: only binary-classification has it, the task is regression
            {name: y, classes: [a, b], arrives: {matureAfter: P2D}} | | 7:20 Field spec.label.classes does not fit: only multiclass-classification has it, the task is regression
            {name: y, arrives: {matureAfter: P2D}} | fallback: {constant: {a: 1}} | 8:24 Invalid spec.fallback.constant: a mapping, expected a finite number
            {name: y, arrives: {matureAfter: P2D}} | objectives: [{metric: auc, below: 0.7}] | 8:25 Invalid spec.objectives[0].metric: auc is not judged of regression, expected rmse, mae, mape, r2, latency-p50, latency-p99, error-rate, fallback-rate or predictions
            {name: y, arrives: {matureAfter: P2D}} | external: {reference: 2013-01-01/P28D} | 8:3 Field spec.external does not fit: only a model of binary-classification is watched for another server in this version
            {name: y, arrives: {matureAfter: P2D}} | validate: {primary: log-loss, margins: {brier: 0.1}} | 8:23 Invalid spec.validate.primary: log-loss, expected squared-error, the loss of regression\\n8:43 Field spec.validate.margins.brier does not fit: only binary-classification has it, the task is regression
            """)
    void saysWhatDoesNotFitARegression(String label, @Nullable String section, String message) {
        String file = regression(section == null ? "time: request" : section)
                .replace("{name: y, arrives: {matureAfter: P2D}}", label);
        assertThatThrownBy(() -> ModelSpecReader.read(file))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage(message.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            , classes: [low, '3', high] | '' | 7:3 Missing field spec.label.classes: expected a list of 2 to 100 classes such as [low, middle, high]
            [low, '3', high] | [low] | 7:29 Invalid spec.label.classes: a list of 1, expected a list of 2 to 100 classes such as [low, middle, high]
            [low, '3', high] | [low, 'a,b'] | 7:35 Invalid spec.label.classes[1]: 'a,b', expected a class, 1 to 64 characters without commas
            [low, '3', high] | [low, Low] | 7:35 Repeated class 'Low': spec.label.classes[0] is the same column of the log, expected another
            time: request | fallback: {constant: 0.5} | 8:24 Invalid spec.fallback.constant: 0.5, expected the probability of each class, together 1, such as {low: 0.2, high: 0.8}
            time: request | fallback: {constant: {low: 0.5, high: 0.5}} | 8:24 Invalid spec.fallback.constant: a mapping, expected the probability of each class, together 1, such as {low: 0.2, high: 0.8}
            """)
    void saysWhatDoesNotFitSeveralClasses(String written, String instead, String message) {
        String file = classes("time: request").replace(written, instead);
        assertThatThrownBy(() -> ModelSpecReader.read(file))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage(message);
    }

    private static String regression(String section) {
        return LEAST.replace("binary-classification", "regression").replace("positive: 1, ", "") + "  " + section
                + "\n";
    }

    private static String classes(String section) {
        return LEAST.replace("binary-classification", "multiclass-classification")
                        .replace("positive: 1, ", "classes: [low, '3', high], ")
                + "  " + section + "\n";
    }

    @Test
    void hasDefaultsForAllThatMayBeLeftOut() {
        ModelSpec spec = ModelSpecReader.read(LEAST);
        assertThat(spec.label()).isEqualTo(new LabelSpec("y", "1", Duration.ofDays(2), Duration.ofDays(2)));
        assertThat(spec.time()).isEqualTo(ModelSpec.EventTimeSource.REQUEST);
        assertThat(spec.objectives()).isEmpty();
        assertThat(spec.monitor()).isEqualTo(SpecDefaults.MONITOR);
        assertThat(spec.retrain()).isEqualTo(SpecDefaults.RETRAIN);
        assertThat(spec.validate()).isEqualTo(SpecDefaults.VALIDATE);
        assertThat(spec.rollout()).isEqualTo(SpecDefaults.ROLLOUT);
        assertThat(spec.fallback()).isEmpty();
        assertThat(spec.feedback()).isEqualTo(FeedbackSpec.STANDARD);
    }

    @Test
    void hasTheDefaultsThatTheSchemaNames() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(SpecFixtures.text(SchemaCheck.RESOURCE));
        assertThat(schema.at("/$defs/validate/properties/alpha/default").doubleValue())
                .isEqualTo(SpecDefaults.VALIDATE.alpha());
        assertThat(schema.at("/$defs/rollout/properties/judge/properties/minRequests/default")
                        .intValue())
                .isEqualTo(SpecDefaults.ROLLOUT.minRequests());
        assertThat(schema.at("/$defs/retrain/properties/budget/properties/perWeek/default")
                        .intValue())
                .isEqualTo(SpecDefaults.RETRAIN.budgetPerWeek());
        assertThat(schema.at("/$defs/monitor/properties/effectFloor/default").doubleValue())
                .isEqualTo(SpecDefaults.MONITOR.effectFloor());
        Map<String, Duration> durations = Map.of(
                "/$defs/monitor/properties/every", SpecDefaults.MONITOR.every(),
                "/$defs/monitor/properties/window", SpecDefaults.MONITOR.window(),
                "/$defs/monitor/properties/lateness", SpecDefaults.MONITOR.lateness(),
                "/$defs/monitor/properties/poll", SpecDefaults.MONITOR.poll(),
                "/$defs/retrain/properties/data/properties/window", SpecDefaults.RETRAIN.trainingWindow(),
                "/$defs/retrain/properties/data/properties/holdOut", SpecDefaults.RETRAIN.holdOut(),
                "/$defs/retrain/properties/budget/properties/coolDown", SpecDefaults.RETRAIN.coolDown(),
                "/$defs/retrain/properties/reviewWithin", SpecDefaults.RETRAIN.reviewDeadline(),
                "/$defs/rollout/properties/maxStep", SpecDefaults.ROLLOUT.maxStepDuration(),
                "/$defs/rollout/properties/probation", SpecDefaults.ROLLOUT.probation());
        durations.forEach((pointer, standard) -> assertThat(
                        schema.at(pointer + "/description").asText())
                .as(pointer)
                .endsWith("default " + PlainTime.of(standard) + "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "many-mistakes",
                "names-of-partitions",
                "words-of-later-versions",
                "no-yaml",
                "aliases-and-tags",
                "two-documents",
                "no-mapping"
            })
    void namesEverythingThatIsWrongInAFile(String name) {
        assertThatThrownBy(() -> ModelSpecReader.read(SpecFixtures.text("invalid/" + name + ".yaml")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage(SpecFixtures.text("invalid/" + name + ".txt").strip());
    }

    @Test
    void keepsNamesThatOnlyContainAPartition() {
        assertThat(ModelSpecReader.read(
                                LEAST.replace("name: x", "name: hour_of_day").replace("name: y", "name: remodel"))
                        .features())
                .extracting(FeatureSpec::name)
                .containsExactly("hour_of_day");
    }

    @Test
    void knowsEveryAlgorithm() {
        String candidates =
                "[linear: {c: 2}, gradient-boosting, random-forest: {trees: 50, depth: 8, minChildWeight: 5,"
                        + " features: 0.3, bins: 32}, factorization-machine: {factors: 4, epochs: 3, rate: 0.05}]";
        assertThat(readWith("retrain: {candidates: " + candidates + "}")
                        .retrain()
                        .candidates())
                .extracting(CandidateRecipe::algorithm)
                .containsExactly("linear", "gradient-boosting", "random-forest", "factorization-machine");
    }

    @Test
    void saysThatAFileIsEmpty() {
        for (String empty : List.of("", "# nothing\n")) {
            assertThatThrownBy(() -> ModelSpecReader.read(empty))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessage("1:1 The file is empty: expected apiVersion, kind, metadata and spec");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            monitor: {every: P1D, window: PT12H}        | 8:33 Invalid spec.monitor.window: PT12H, expected at least spec.monitor.every, which is P1D, so that no event falls between two windows
            monitor: {every: P30D}                      | 8:20 Invalid spec.monitor.window: P7D, expected at least spec.monitor.every, which is P30D, so that no event falls between two windows
            monitor: {every: P1M}                       | 8:20 Invalid spec.monitor.every: 'P1M', expected an ISO 8601 duration in weeks, days, hours, minutes or seconds such as P7D (seven days) or PT6H (six hours)
            monitor: {falseAlarmRate: 0 %}              | 8:29 Invalid spec.monitor.falseAlarmRate: 0 %, expected more than 0
            monitor:                                    | 8:11 Invalid spec.monitor: nothing, expected a mapping such as {every: P1D, window: P7D}
            retrain: {data: {holdOut: P200D}}           | 8:29 Invalid spec.retrain.data.holdOut: P200D, expected less than spec.retrain.data.window, which is P180D
            retrain: {on: [drift-alone]}                | 8:18 Invalid spec.retrain.on[0]: 'drift-alone', expected challenger, harm or manual
            retrain: {candidates: []}                   | 8:25 Invalid spec.retrain.candidates: an empty list, expected a list of 1 to 32 candidates such as [linear, {gradient-boosting: {trees: 150}}]
            retrain: {candidates: [random-forest: {bins: 1}]} | 8:48 Invalid spec.retrain.candidates[0].random-forest.bins: 1, expected a whole number from 2 to 1024
            retrain: {candidates: [factorization-machine: {factor: 8}]} | 8:50 Unknown field spec.retrain.candidates[0].factorization-machine.factor: expected factors, epochs or rate; did you mean factors?
            rollout: {steps: [shadow: P1D, 50 %]}       | 8:34 Invalid spec.rollout.steps[1]: '50 %', expected the last step to be 100 %
            rollout: {steps: [100 %: P1D]}              | 8:21 Invalid spec.rollout.steps[0]: '100 %' with a duration, expected none: the last step promotes, spec.rollout.probation follows
            rollout: {steps: [25 %, 5 %, 100 %]}        | 8:27 Invalid spec.rollout.steps[1]: '5 %', expected more than the step before
            rollout: {judge: {minRequests: 0}}          | 8:34 Invalid spec.rollout.judge.minRequests: 0, expected a whole number from 1 to 1000000000
            feedback: {per: PT0S}                       | 8:19 Invalid spec.feedback.per: PT0S, expected more than nothing
            log: {keep: PT20H}                          | 8:15 Invalid spec.log.keep: PT20H, expected two days or more
            fallback: {rule: file}                      | 8:3 Missing field spec.fallback.constant: expected a probability from 0 to 1, of a regression a number, of several classes the probability of each\\n8:14 Unknown field spec.fallback.rule: expected version, rules or constant; did you mean rules?
            fallback: {rules: [{when: w > 1, answer: 0.4}], constant: 0.2} | 8:29 Invalid spec.fallback.rules[0].when: 'w > 1', 'w' is no feature; did you mean x?
            fallback: {version: 0, constant: 0.2}       | 8:23 Invalid spec.fallback.version: 0, expected the number of a version, from 1 on
            monitr: {every: P1D}                        | 8:3 Unknown field spec.monitr: expected task, features, label, time, objectives, slices, sensitive, feedback, log, external, monitor, retrain, validate, rollout or fallback; did you mean monitor?
            time: requested                             | 8:9 Invalid spec.time: 'requested', expected request or arrival; did you mean request?
            """)
    void saysWhatWouldBeRight(String section, String message) {
        InvalidSpecException refusal = catchThrowableOfType(InvalidSpecException.class, () -> readWith(section));
        assertThat(refusal).hasMessage(message.replace("\\n", "\n"));
        assertThat(refusal.problems()).hasSize(message.split("\\\\n", -1).length);
    }

    @ParameterizedTest
    @CsvSource({
        "5 %, 0.05",
        "5%, 0.05",
        "12.5 %, 0.125",
        "0.05, 0.05",
        "150 %, 1.5",
        "1, 1.0",
    })
    void readsSharesAsPercentOrFraction(String written, double share) {
        ModelSpec spec = readWith("objectives: [{metric: auc, worseThanReferenceBy: " + written + "}]");
        assertThat(spec.objectives()).containsExactly(new ObjectiveSpec("auc", share, ObjectiveSpec.Severity.TICKET));
    }

    @ParameterizedTest
    @CsvSource({"P2W, 14", "P14D, 14", "PT336H, 14", "P1DT24H, 2"})
    void readsDurations(String written, int days) {
        assertThat(readWith("rollout: {probation: " + written + "}").rollout().probation())
                .isEqualTo(Duration.ofDays(days));
    }

    @Test
    void readsStepsWithAndWithoutDurations() {
        assertThat(readWith("rollout: {steps: [shadow, 0.5 %, 12.25%: PT2H, 100 %]}")
                        .rollout()
                        .steps())
                .containsExactly(
                        new Step(0, SpecDefaults.STEP),
                        new Step(50, SpecDefaults.STEP),
                        new Step(1225, Duration.ofHours(2)),
                        new Step(10_000, Duration.ZERO));
    }

    @Test
    void keepsAnEmptyListOfTriggers() {
        assertThat(readWith("retrain: {on: []}").retrain().on()).isEmpty();
    }

    @Test
    void survivesHostileFiles() {
        for (String hostile : List.of(
                "[".repeat(5000),
                "a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
                "&a [*a]",
                "? {a: b}\n: c\n",
                "a: !!java.net.URL [http://127.0.0.1/]\n",
                "metadata: {name: \"\\0\"}\n",
                "x".repeat(2_000_000))) {
            assertThatThrownBy(() -> ModelSpecReader.read(hostile)).isInstanceOf(InvalidSpecException.class);
        }
    }
}
