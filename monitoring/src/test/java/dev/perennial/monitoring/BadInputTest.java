package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What input that is bad in one known way ends in: every row of the table of bad input, by its number, and no field of any
 * report on it NaN or infinite. {@link BadInputPropertiesTest} holds what has to hold for all rows: order, partition,
 * threads, monotony, and the rates at which clean but awkward columns alarm (row 5); the rate of seasonal and
 * autocorrelated series (row 10) is held by {@code SeasonalSeriesTest}.
 *
 * <p>What is refused before it becomes a row, or decided where rows are joined, is tested there: a column given twice in a
 * request, numbers that are none, unknown fields (rows 3, 7, 8) in {@code GatewayProtocolTest} of {@code serving}; labels of
 * unknown predictions (row 12) in its {@code FeedbackTest}; a prediction logged twice, duplicated and conflicting labels,
 * rows that come a day late (rows 9, 12) in {@code LogReaderTest}, {@code SegmentFanOutTest} and {@code WatermarkTest} of
 * {@code activities}; rows later than their use in training (row 14) in its {@code RetrainingTest}; windows that
 * neither overlap nor leave a gap (row 9) in its {@code WindowGridTest}; and the whole document on hostile rows in its
 * {@code HostileReportTest}.
 */
class BadInputTest {
    private static final int ROWS = 17;

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void endsInTheStateThatItShould(BadInput bad) {
        BadInput.Seen seen = bad.look().get();
        assertThat(seen.ending()).as(bad + " " + seen.reports()).isEqualTo(bad.expected());
        seen.reports().forEach(Reports::requireFinite);
    }

    @Test
    void everyRowOfTheTableHasACase() {
        assertThat(table().map(BadInput::row).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
    }

    static Stream<BadInput> table() {
        return Stream.of(BadColumns.cases(), BadRows.cases(), BadLabels.cases()).flatMap(List::stream);
    }
}
