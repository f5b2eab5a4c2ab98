package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({"0, p < 0.001", "0.00099, p < 0.001", "0.001, p = 0.0010", "0.03125, p = 0.0313", "1, p = 1.0000"})
    void aSmallPValueIsOnlySaidToBeSmall(double value, String written) {
        assertThat(Wording.pValue(value)).isEqualTo(written);
    }
}
