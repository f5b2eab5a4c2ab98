package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainDecimalTest {
    private static final int TRIALS = 2_000_000;

    @Test
    void isTheNearestDoubleOrSaysThatItCannotTell() {
        SplittableRandom random = new SplittableRandom(20);
        int untold = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            int length = random.nextInt(1, PlainDecimal.MOST_DIGITS + 1);
            StringBuilder text = new StringBuilder(length + 1);
            for (int digit = 0; digit < length; digit++) {
                text.append((char) ('0' + random.nextInt(10)));
            }
            long digits = Long.parseUnsignedLong(text.toString());
            int decimals = random.nextInt(length);
            text.insert(length - decimals, '.');
            double value = PlainDecimal.of(digits, decimals);
            if (Double.isNaN(value)) {
                untold++;
            } else if (value != Double.parseDouble(text.toString())) {
                assertThat(value).as(text.toString()).isEqualTo(Double.parseDouble(text.toString()));
            }
        }
        assertThat(untold).isBetween(1, TRIALS / 500);
    }

    /* Between two doubles, just below the middle and just above it, where a carry runs through the whole mantissa. */
    @ParameterizedTest
    @CsvSource({
        "9007199254740992, 0, 9007199254740992",
        "9007199254740991, 0, 9007199254740991",
        "9007199254740994, 0, 9007199254740994",
        "18014398509481985, 0, 18014398509481984",
        "180143985094819839, 1, 18014398509481984",
        "9223372036854775807, 0, 9223372036854775808",
        "9999999999999999999, 0, 1e19",
        "9999999999999999999, 18, 10",
        "1000000000000000001, 18, 1",
        "17976931348623157, 16, 1.7976931348623157",
        "22250738585072014, 16, 2.2250738585072014",
        "1, 18, 1e-18",
        "0, 18, 0"
    })
    void isTheNearestDoubleAtTheEdges(String digits, int decimals, double nearest) {
        assertThat(PlainDecimal.of(Long.parseUnsignedLong(digits), decimals)).isEqualTo(nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 0",
        "9999999999999999, 0",
        "18014398509481983, 0",
        "90071992547409930, 1",
        "9223372036854776832, 0"
    })
    void doesNotTellWhatLiesInTheMiddle(String digits, int decimals) {
        assertThat(PlainDecimal.of(Long.parseUnsignedLong(digits), decimals)).isNaN();
    }
}
