package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LabelledTableTest {

    private final LabelledTable rows = Synthetic.rows(10, 1);
    private final Instant fourth = Instant.ofEpochMilli(3 * Synthetic.MILLIS_BETWEEN_ROWS);

    @Test
    void splitsWithTheBoundaryInTheLaterPart() {
        LabelledTable.Split split = rows.splitAt(fourth);
        assertThat(split.earlier().rows()).isEqualTo(3);
        assertThat(split.later().rows()).isEqualTo(7);
        assertThat(split.later().eventTimeMillis(0)).isEqualTo(fourth.toEpochMilli());
        assertThat(split.later().label(0)).isEqualTo(rows.label(3));
        assertThat(split.later().features().numbers(0)[0])
                .isEqualTo(rows.features().numbers(0)[3]);
    }

    @Test
    void takesAPeriodWithItsStartAndWithoutItsEnd() {
        assertThat(rows.between(Instant.EPOCH, fourth).rows()).isEqualTo(3);
        assertThat(rows.between(fourth, fourth).rows()).isZero();
        assertThat(rows.between(fourth, fourth.plusMillis(1)).rows()).isOne();
    }

    @Test
    void selectsRowsInTheGivenOrder() {
        LabelledTable selected = rows.select(new int[] {9, 0, 9});
        assertThat(selected.eventTimeMillis(0)).isEqualTo(9 * Synthetic.MILLIS_BETWEEN_ROWS);
        assertThat(selected.eventTimeMillis(1)).isZero();
        assertThat(selected.labels()).containsExactly(rows.label(9), rows.label(0), rows.label(9));
    }

    @Test
    void rejectsPartsOfDifferentLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledTable(rows.features(), new boolean[9], new long[10]))
                .withMessage("Invalid labelled table: 10 rows, 9 labels, 10 event times");
    }
}
