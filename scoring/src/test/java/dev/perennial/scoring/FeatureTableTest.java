package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FeatureTableTest {

    private static final Object[] COLUMNS = {
        new double[] {1, Double.NaN, 3}, new String[] {"AA", null, "B6"},
    };

    @Test
    void readsRowsInTheOrderOfASelection() {
        FeatureTable table = FeatureTable.of(Examples.WEATHER, COLUMNS).select(new int[] {2, 1, 2});
        FeatureRow row = new FeatureRow(Examples.WEATHER);

        assertThat(table.rows()).isEqualTo(3);
        table.read(2, row);
        assertThat(row.number(0)).isEqualTo(3);
        assertThat(row.category(1)).isEqualTo("B6");
        table.read(1, row);
        assertThat(row.missing(0)).isTrue();
        assertThat(row.missing(1)).isTrue();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> table.read(3, row));
    }

    @Test
    void rejectsColumnsThatDoNotFitTheSchema() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureTable.of(Examples.WEATHER, new Object[] {new double[1]}))
                .withMessage("Invalid feature table: 1 columns for a schema of 2 features");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureTable.of(Examples.WEATHER, new Object[] {new double[2], new String[] {"a"}}))
                .withMessage("Invalid feature table: column carrier has 1 rows, those before it have 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureTable.of(Examples.WEATHER, new Object[] {new double[1], new double[1]}))
                .withMessage("Invalid feature table: column carrier is a double[], String[] is expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureTable.of(Examples.WEATHER, new Object[] {
                    new double[] {0, Double.POSITIVE_INFINITY}, new String[] {"a", "b"}
                }))
                .withMessage("Invalid value of feature temp in row 1: Infinity (a finite number is expected)");
    }
}
