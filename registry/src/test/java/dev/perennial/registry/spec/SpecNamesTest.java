package dev.perennial.registry.spec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpecNamesTest {
    private static FeatureSpec number(String name) {
        return new FeatureSpec(
                name,
                FeatureSpec.Type.NUMBER,
                FeatureSpec.Presence.OPTIONAL,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"hour, hour_of_day", "HOUR, hour_of_day", "dt, event_date", "Model, model_code"})
    void featuresAndLabelsAreNotNamedAsAPartition(String name, String other) {
        String objection =
                "'" + name + "' is a partition column of the log, expected another name such as '" + other + "'";
        assertThatThrownBy(() -> number(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid feature name: " + objection);
        assertThatThrownBy(() -> new LabelSpec(name, "1", Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid label name: " + objection);
    }

    @Test
    void featuresDifferInMoreThanCapitals() {
        ModelSpec spec = ModelSpecReader.read(SpecFixtures.flightDelay());
        assertThatThrownBy(() -> new ModelSpec(
                        spec.name(),
                        spec.owner(),
                        spec.task(),
                        List.of(number("temp"), number("wind"), number("Temp")),
                        spec.label(),
                        spec.time(),
                        spec.objectives(),
                        spec.monitor(),
                        spec.retrain(),
                        spec.validate(),
                        spec.rollout(),
                        spec.fallback()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid features: 'temp' and 'Temp' are one column of the log, "
                        + "expected names that differ in more than capitals");
    }
}
