package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.serving.gateway.TruthReading.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthReadingTest {
    private static Truth read(TruthReading reading, String positive, String json) throws IOException {
        try (JsonParser in = new JsonFactory().createParser(json)) {
            in.nextToken();
            LabelSpec label = reading == TruthReading.CLASS
                    ? LabelSpec.ofClasses("y", List.of("3", "red", "2.5", "true"), Duration.ZERO, Duration.ZERO)
                    : new LabelSpec("y", positive, Duration.ZERO, Duration.ZERO);
            return reading.read(Said.read(in), label);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "1; 1; 1",
                "1; 0; 0",
                "1; true; 1",
                "1; false; 0",
                "1; \"1\"; 1",
                "1; \"0\"; 0",
                "1; 1.0; 1",
                "1; -0.0; 0",
                "late; \"late\"; 1",
                "late; 1; 1",
                "late; 0; 0",
                "late; false; 0",
                "true; true; 1",
                "true; \"false\"; 0",
                "true; 1; 1",
                "0; 0; 1",
                "0; 1; 0",
                "0; \"0\"; 1",
                "2; 2; 1",
                "2; 1; 0",
                "2; \"2\"; 1"
            })
    void readsAYesOrNoInTheDeclaredWord(String positive, String sent, double label) throws IOException {
        Truth truth = read(TruthReading.POSITIVE_OR_NOT, positive, sent);
        assertThat(truth.problem()).isNull();
        assertThat(truth.value()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "1; 2; label is neither 0 nor 1", "1; \"late\"; label is neither 0 nor 1",
                "late; \"lte\"; label is neither late, 0 nor 1", "late; 0.5; label is neither late, 0 nor 1"
            })
    void refusesAWordThatIsNeither(String positive, String sent, String problem) throws IOException {
        assertThat(read(TruthReading.POSITIVE_OR_NOT, positive, sent).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {"3; 3", "\"red\"; red", "2.5; 2.5", "true; true"})
    void namesAClassByItsWord(String sent, String word) throws IOException {
        assertThat(read(TruthReading.CLASS, "", sent)).isEqualTo(Truth.of(Double.NaN, word));
    }

    @Test
    void refusesAClassThatIsNotDeclaredAndAQuantityThatIsNone() throws IOException {
        assertThat(read(TruthReading.CLASS, "", "\"Red\"").problem())
                .isEqualTo("label is none of the classes 3, red, 2.5, true");
        assertThat(read(TruthReading.QUANTITY, "", "-2.5e3")).isEqualTo(Truth.of(-2500, null));
        assertThat(read(TruthReading.QUANTITY, "", "\"12 apples\"").problem()).isEqualTo("label is no finite number");
        assertThat(read(TruthReading.QUANTITY, "", "1e999").problem()).isEqualTo("label is no finite number");
    }
}
