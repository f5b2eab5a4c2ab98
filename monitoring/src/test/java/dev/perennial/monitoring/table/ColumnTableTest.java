package dev.perennial.monitoring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTableTest {

    @Test
    void keepsMissingValuesAndOrderWhenRowsAreSelected() {
        ColumnTable table = ColumnTable.builder(3)
                .numbers("temp", new double[] {1, Double.NaN, 3})
                .categories("carrier", new String[] {"UA", null, "AA"})
                .build();

        ColumnTable selected = table.select(new int[] {2, 1, 1});

        assertThat(selected.names()).containsExactly("temp", "carrier");
        assertThat(((NumberColumn) selected.column("temp").orElseThrow()).values())
                .containsExactly(3, Double.NaN, Double.NaN);
        CategoryColumn carrier = (CategoryColumn) selected.column("carrier").orElseThrow();
        assertThat(carrier.value(0)).isEqualTo("AA");
        assertThat(carrier.missing(1)).isTrue();
        assertThat(selected.rows()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> ColumnTable.builder(2).numbers("temp", new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("temp");
        assertThatThrownBy(() ->
                        ColumnTable.builder(1).numbers("temp", new double[1]).numbers("temp", new double[1]))
                .hasMessage("Invalid column: temp is given twice");
        assertThatThrownBy(() -> new CategoryColumn(List.of("a"), new int[] {1}))
                .hasMessage("Invalid category code: 1, expected -1 to 0");
    }
}
