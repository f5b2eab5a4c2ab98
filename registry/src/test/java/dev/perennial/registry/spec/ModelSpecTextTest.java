package dev.perennial.registry.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perennial.registry.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ModelSpecTextTest {
    private static ModelSpec changed(String from, String to) {
        String yaml = SpecFixtures.flightDelay();
        assertThat(yaml).contains(from);
        return ModelSpecReader.read(yaml.replace(from, to));
    }

    @Test
    void writesFilesThatReadBackEqual() {
        ModelSpec spec = ModelSpecReader.read(SpecFixtures.flightDelay());
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(spec))).isEqualTo(spec);
        ModelSpec odd = changed("5 %: P1D, 25 %: P1D", "0.25 %: PT90M, 33 %: P1DT1H");
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(odd))).isEqualTo(odd);
        ModelSpec quoted = changed("positive: \"1\"", "positive: \"true\"");
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(quoted))).isEqualTo(quoted);
    }

    @Test
    void writesTheCapsOfFeedbackOnlyWhereTheyAreDeclared() {
        assertThat(ModelSpecText.toYaml(ModelSpecReader.read(SpecFixtures.flightDelay())))
                .doesNotContain("feedback");
        ModelSpec trusting =
                changed("  fallback:", "  feedback: {trusted: [tower, ops], expiresAfter: P90D}\n  fallback:");
        assertThat(trusting.feedback())
                .isEqualTo(new FeedbackSpec(
                        List.of("ops", "tower"),
                        OptionalDouble.of(0.05),
                        100,
                        Duration.ofDays(1),
                        Optional.of(Duration.ofDays(90))));
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(trusting))).isEqualTo(trusting);
        ModelSpec capped = changed("  fallback:", "  feedback: {share: 2.5 %, allowance: 0, per: PT1H}\n  fallback:");
        assertThat(capped.feedback().share()).hasValue(0.025);
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(capped))).isEqualTo(capped);
    }

    @Test
    void writesHowLongTheLogIsKept() {
        ModelSpec kept = changed("  fallback:", "  log: {keep: P400D}\n  fallback:");

        assertThat(kept.log()).isEqualTo(new LogSpec(Optional.of(Duration.ofDays(400))));
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(kept))).isEqualTo(kept);
        assertThat(ModelSpecReader.read(SpecFixtures.flightDelay()).log()).isEqualTo(LogSpec.STANDARD);
    }

    @Test
    void writesWhatIsAnsweredWhileTheLogFails() {
        ModelSpec answering = changed("  fallback:", "  log: {whenFailing: answer}\n  fallback:");

        assertThat(answering.log().whenFailing()).contains(LogSpec.WhenFailing.ANSWER);
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(answering))).isEqualTo(answering);
        assertThat(ModelSpecText.changes(ModelSpecReader.read(SpecFixtures.flightDelay()), answering))
                .containsExactly("spec.log.whenFailing: (none) → answer");
    }

    @Test
    void writesThatAnotherServerAnswers() {
        ModelSpec external = ModelSpecReader.read(SpecFixtures.text("external.yaml"));

        assertThat(external.external()).contains(new ExternalSpec(TimeWindow.parse("2013-01-01T00:00Z/P28D")));
        assertThat(ModelSpecText.toYaml(external)).doesNotContain("retrain").doesNotContain("rollout");
        assertThat(ModelSpecReader.read(ModelSpecText.toYaml(external))).isEqualTo(external);
    }

    @Test
    void refusesVersionsWhereAnotherServerAnswers() {
        String yaml = SpecFixtures.flightDelay() + "  external: {reference: last month}\n";

        assertThat(catchThrowableOfType(InvalidSpecException.class, () -> ModelSpecReader.read(yaml))
                        .problems())
                .extracting(SpecProblem::message)
                .contains(
                        "Invalid spec.external.reference: 'last month', expected a period of event time such as"
                                + " 2013-01-01T00:00Z/P28D",
                        "Field spec.retrain does not fit: another server answers for the model (spec.external), so that no"
                                + " version is trained or rolled out here")
                .filteredOn(message -> message.contains("does not fit"))
                .hasSize(4);
    }

    @Test
    void refusesOtherTasksWhereAnotherServerAnswers() {
        String yaml = SpecFixtures.text("external.yaml").replace("binary-classification", "regression");

        assertThat(catchThrowableOfType(InvalidSpecException.class, () -> ModelSpecReader.read(yaml))
                        .problems())
                .extracting(SpecProblem::message)
                .contains(
                        "Field spec.external does not fit: only a model of binary-classification is watched for another"
                                + " server in this version");
    }

    @Test
    void namesWhatChangedFieldByField() {
        ModelSpec before = ModelSpecReader.read(SpecFixtures.flightDelay());
        ModelSpec after = ModelSpecReader.read(SpecFixtures.flightDelay()
                .replace("maxCategories: 32", "maxCategories: 64, required: true")
                .replace("    - {name: dep_hour, type: number, required: true}\n", "")
                .replace("window: P7D, poll", "window: P2W, poll")
                .replace("10 %", "12.5 %")
                .replace("{trees: 150}", "{trees: 200, rate: 0.05}")
                .replace("5 %: P1D, 25", "10 %: PT12H, 25")
                .replace("  fallback: {constant: 0.25}\n", ""));
        assertThat(ModelSpecText.changes(before, after))
                .containsExactly(
                        "spec.fallback.constant: 0.25 → (none)",
                        "spec.features[carrier].maxCategories: 32 → 64",
                        "spec.features[carrier].required: false → true",
                        "spec.features[dep_hour].name: dep_hour → (none)",
                        "spec.features[dep_hour].required: true → (none)",
                        "spec.features[dep_hour].type: number → (none)",
                        "spec.monitor.silence.labels: P7D → P14D",
                        "spec.monitor.silence.predictions: P7D → P14D",
                        "spec.monitor.window: P7D → P14D",
                        "spec.objectives: [metric: log-loss, worseThanReferenceBy: 10 %, severity: ticket] → "
                                + "[metric: log-loss, worseThanReferenceBy: 12.5 %, severity: ticket]",
                        "spec.retrain.candidates: [linear, gradient-boosting: {trees: 150}, gradient-boosting: "
                                + "{leaves: 15, trees: 80}] → [linear, gradient-boosting: {rate: 0.05, trees: 200}, "
                                + "gradient-boosting: {leaves: 15, trees: 80}]",
                        "spec.rollout.steps: [shadow: P1D, 5 %: P1D, 25 %: P1D, 100 %] → "
                                + "[shadow: P1D, 10 %: PT12H, 25 %: P1D, 100 %]");
        assertThat(ModelSpecText.changes(before, before)).isEmpty();
    }

    @Test
    void findsNearWords() {
        assertThat(NearestWord.distance("steps", "setps")).isEqualTo(1);
        assertThat(NearestWord.distance("Kitten", "sitting")).isEqualTo(3);
        assertThat(NearestWord.of("logloss", List.of("brier", "log-loss"))).hasValue("log-loss");
        assertThat(NearestWord.of("urgent", List.of("log", "page"))).isEmpty();
    }
}
