package dev.perennial.monitoring.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final ColumnTable TABLE = ColumnTable.builder(6)
            .numbers("precip", new double[] {0, .1, .2, Double.NaN, Double.POSITIVE_INFINITY, -0.0})
            .categories("carrier", new String[] {"UA", "DL", "it's", null, "UA", "AA or BB"})
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "precip > 0.1                            | 2 4",
                "precip >= 0.1                           | 1 2 4",
                "precip = 0                              | 0 5",
                "precip != 0                             | 1 2 4",
                "not precip > 0.1                        | 0 1 5",
                "precip is missing                       | 3",
                "not (precip is missing)                 | 0 1 2 4 5",
                "precip is present                       | 0 1 2 4 5",
                "precip < -1e-3                          | ",
                "carrier = UA                            | 0 4",
                "carrier='UA' and precip >= 500          | 4",
                "carrier = \"it's\"                      | 2",
                "carrier = 'it''s'                       | 2",
                "carrier = 'AA or BB'                    | 5",
                "carrier != UA                           | 1 2 5",
                "carrier in ('UA', DL)                   | 0 1 4",
                "not carrier in (UA, DL)                 | 2 5",
                "carrier = ZZ                            | ",
                "carrier = UA or carrier = DL and precip > 5 | 0 4",
                "(carrier = UA or carrier = DL) and precip > 5 | 4",
                "not not precip > .1                     | 2 4",
                "carrier is missing or precip = 0        | 0 3 5",
                "NOT carrier = UA AND precip > 0         | 1 2"
            })
    void selectsTheRows(String text, String rows) {
        Condition condition = Condition.parse(text);
        assertThat(condition.rowsOf(TABLE))
                .containsExactly(
                        rows == null
                                ? new int[0]
                                : Arrays.stream(rows.split(" "))
                                        .mapToInt(Integer::parseInt)
                                        .toArray());
        Condition again = Condition.parse(condition.toString());
        assertThat(again).isEqualTo(condition);
        assertThat(again.toString()).isEqualTo(condition.toString());
        assertThat(again.rowsOf(TABLE)).isEqualTo(condition.rowsOf(TABLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "precip >            | expected a value such as 0.1 or 'UA' at position 9, found the end",
                "precip              | expected =, !=, <, <=, >, >=, in or is missing at position 7, found the end",
                "> 5                 | expected a column such as precip at position 1, found '> 5'",
                "precip > 5 carrier = UA | expected and, or, or the end at position 12, found 'carrier = UA'",
                "(precip > 5         | expected ) at position 12, found the end",
                "carrier in UA       | expected ( and a list of values at position 12, found 'UA'",
                "carrier in (UA      | expected , or ) at position 15, found the end",
                "carrier is old      | expected missing or present at position 12, found 'old'",
                "carrier = 'UA       | expected a quote that ends, or no stray sign at position 10, found ''UA'",
                "precip > 5 and      | expected a column such as precip at position 15, found the end"
            })
    void saysWhereTheTextIsWrong(String text, String message) {
        assertThatThrownBy(() -> Condition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid condition: '" + text + "', " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rain > 5          | Invalid condition: there is no column 'rain', expected one of precip, carrier",
                "carrier > 5       | Invalid condition: 'carrier > 5', carrier is a category without order, expected = or !=",
                "precip = wet      | Invalid condition: 'precip = wet', precip is a number, expected a number after ="
            })
    void saysWhichColumnDoesNotFit(String text, String message) {
        assertThatThrownBy(() -> Condition.parse(text).rowsOf(TABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void deepNestingIsRefusedAndNotAStackOverflow() {
        assertThatThrownBy(() -> Condition.parse("(".repeat(100_000) + "a = 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 50 levels");
        assertThatThrownBy(() -> Condition.parse("not ".repeat(100_000) + "a = 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 50 levels");
    }

    @Test
    void isWrittenAsItsText() {
        assertThat(JsonRoundTrip.of(
                        new SliceDefinition.Where("storm", Condition.parse("precip>0.1 and carrier in ('UA','it''s')")),
                        SliceDefinition.class))
                .isEqualTo("{\"kind\":\"where\",\"name\":\"storm\",\"where\":"
                        + "\"precip > 0.1 and (carrier = UA or carrier = 'it''s')\"}");
        assertThat(JsonRoundTrip.of(new SliceDefinition.ByColumn("carrier"), SliceDefinition.class))
                .isEqualTo("{\"kind\":\"by-column\",\"name\":\"carrier\"}");
    }
}
