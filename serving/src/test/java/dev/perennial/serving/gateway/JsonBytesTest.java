package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {
    private static String number(double value) {
        return StandardCharsets.US_ASCII
                .decode(new JsonBytes().number(value).copy())
                .toString();
    }

    @Test
    void everyFiniteNumberIsReadBackAsItWas() {
        SplittableRandom random = new SplittableRandom(9);
        for (int trial = 0; trial < 200_000; trial++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(number(value))).isEqualTo(value);
            }
        }
    }

    /* The same text on every Java: before 19 it writes one digit too many of some. */
    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25",
        "-3, -3.0",
        "2.0E-3, 0.002",
        "5.684341886080802E-14, 5.684341886080802E-14",
        "2e23, 2.0E23"
    })
    void noNumberHasMoreDigitsThanItNeeds(double value, String text) {
        assertThat(number(value)).isEqualTo(text);
    }
}
