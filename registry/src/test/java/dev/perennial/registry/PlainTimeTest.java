package dev.perennial.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2013-03-01T00:00:00.000001Z, 2013-03-01T00:00:00Z",
        "2013-03-01T00:00:00.499999Z, 2013-03-01T00:00:00Z",
        "2013-02-28T23:59:59.999999Z, 2013-03-01T00:00:00Z",
        "1969-12-31T23:59:59.000001Z, 1969-12-31T23:59:59Z"
    })
    void anInstantIsRoundedToTheSecond(String instant, String written) {
        assertThat(PlainTime.of(Instant.parse(instant))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"PT168H, P7D", "P1D, P1D", "PT36H, PT36H", "PT6H, PT6H", "PT0S, PT0S"})
    void wholeDaysAreWrittenAsDays(Duration duration, String written) {
        assertThat(PlainTime.of(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "2013-03-01T00:00:00Z/P7D, 2013-03-01/P7D",
        "2013-03-01T00:00:00Z/2013-03-08T00:00:00.000001Z, 2013-03-01/P7D",
        "2013-03-01T06:00:00Z/PT6H, 2013-03-01T06:00:00Z/PT6H",
        "2013-03-01T06:00:00Z/P1D, 2013-03-01T06:00:00Z/P1D",
        "2013-03-01T00:00:00Z/PT36H, 2013-03-01T00:00:00Z/PT36H",
        "2013-03-01T00:00:00.000001Z/2013-03-01T00:00:00.000002Z, 2013-03-01T00:00:00.000001Z/PT0.000001S"
    })
    void aWindowOfWholeDaysIsLabelledByItsFirst(String window, String label) {
        assertThat(TimeWindow.parse(window).label()).isEqualTo(label);
    }

    @Test
    void theLabelOfWholeDaysNamesTheWindow() {
        TimeWindow window = TimeWindow.parse("2013-03-01T00:00Z/P7D");
        assertThat(TimeWindow.parse(window.label())).isEqualTo(window);
        assertThat(window).hasToString("2013-03-01T00:00:00Z/P7D");
        assertThat(TimeWindow.parse("2013-03-01/2013-03-08")).isEqualTo(window);
    }
}
