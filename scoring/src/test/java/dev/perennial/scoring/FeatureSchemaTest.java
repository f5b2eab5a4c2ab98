package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureSchemaTest {

    @Test
    void findsColumnsByName() {
        assertThat(Examples.WEATHER.indexOf("carrier")).hasValue(1);
        assertThat(Examples.WEATHER.indexOf("Carrier")).isEmpty();
        assertThat(Examples.WEATHER.holdsNumbers(0)).isTrue();
        assertThat(Examples.WEATHER.holdsNumbers(1)).isFalse();
    }

    @Test
    void differsByOrderPresenceAndKind() {
        NumberFeature temp = new NumberFeature("temp", Presence.REQUIRED, Optional.empty());
        NumberFeature hour = new NumberFeature("hour", Presence.REQUIRED, Optional.empty());
        FeatureSchema schema = new FeatureSchema(List.of(temp, hour));

        assertThat(schema).isEqualTo(new FeatureSchema(List.of(temp, hour)));
        assertThat(schema).isNotEqualTo(new FeatureSchema(List.of(hour, temp)));
        assertThat(schema)
                .isNotEqualTo(new FeatureSchema(
                        List.of(temp, new NumberFeature("hour", Presence.OPTIONAL, Optional.empty()))));
        assertThat(schema)
                .isNotEqualTo(new FeatureSchema(List.of(temp, new CategoryFeature("hour", Presence.REQUIRED, 24))));
    }

    @Test
    void rejectsTwoFeaturesOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureSchema(List.of(
                        new NumberFeature("temp", Presence.REQUIRED, Optional.empty()),
                        new CategoryFeature("temp", Presence.OPTIONAL, 3))))
                .withMessage("Invalid feature schema: two features are named \"temp\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "_a", "wind gust", "naïve", "temp\n", "a#missing"})
    void rejectsNamesThatAreNotPlainWords(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberFeature(name, Presence.REQUIRED, Optional.empty()))
                .withMessage("Invalid feature name: \"" + name
                        + "\" (a letter, then letters, digits and underscores, is expected)");
    }
}
