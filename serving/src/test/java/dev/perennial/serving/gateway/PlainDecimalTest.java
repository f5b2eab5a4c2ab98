package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDecimalTest {
    private static double read(String text) {
        char[] within = (" " + text + "9").toCharArray();
        return PlainDecimal.read(within, 1, text.length());
    }

    @Test
    void everyPlainDecimalIsReadToTheNearestDouble() {
        SplittableRandom random = new SplittableRandom(20);
        for (int trial = 0; trial < 1_000_000; trial++) {
            int digits = random.nextInt(1, 16);
            long whole = random.nextLong((long) Math.pow(10, digits));
            String text = "0".repeat(digits - Long.toString(whole).length()) + whole;
            int point = random.nextInt(1, digits + 1);
            if (point < digits) {
                text = text.substring(0, point) + "." + text.substring(point);
            }
            text = (random.nextBoolean() ? "-" : "") + text;
            assertThat(Double.doubleToRawLongBits(read(text)))
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.1", "-1.0625", "123456789012345", "0.00000000000001", "12345678901234.5"})
    void plainNumbersAreRead(String text) {
        assertThat(read(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "1e3", "1E-3", "1234567890123456", "0.1234567890123456", "1.2.3", "NaN", "+1", "1_0"})
    void whatIsWrittenOtherwiseIsLeftToTheParser(String text) {
        assertThat(read(text)).isNaN();
    }
}
