package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvenSampleTest {

    @Test
    void takesAllRowsOfFewAndSpreadsOverMany() {
        assertThat(EvenSample.of(4)).containsExactly(0, 1, 2, 3);
        assertThat(EvenSample.of(0)).isEmpty();
        int[] sample = EvenSample.of(2_000_000_000);
        assertThat(sample).hasSize(EvenSample.MOST).doesNotHaveDuplicates();
        assertThat(sample[sample.length - 1]).isEqualTo(1_999_990_000);
    }
}
