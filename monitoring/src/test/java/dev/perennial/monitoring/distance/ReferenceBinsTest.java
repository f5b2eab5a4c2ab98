package dev.perennial.monitoring.distance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.profile.CategoryProfile;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.NumericProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceBinsTest {
    @ParameterizedTest(name = "{0}, {1}, {2} and {3} of other values")
    @CsvSource(textBlock = """
            # Good: what was seen once is what was not seen.
              5, 1, 1, 0, 5, 0, 0, 2
            # All were seen more than once: nothing is likely to be missing.
              5, 4, 9, 0, 5, 4, 9, 0
            # A cut at 4, two wide: 4/2 + 5/2 rows go, by 4 and by 5 exp(-1/8).
            100, 4, 5, 7, 100, 2, 3, 11
            # Nobody is at the cut but one category: 9/3 rows of it.
            900, 9, 0, 1, 900, 6, 0, 4
            """)
    void rowsOfOneStepOfTheCutCountAsOther(
            long first, long second, long third, long other, long a, long b, long c, long counted) {
        CategoryProfile reference = new CategoryProfile(
                new CategoryBins(List.of("a", "b", "c"), List.of()), List.of(first, second, third), other, 3);
        assertThat(ReferenceBins.of(reference)).containsExactly(a, b, c, counted, 3L);
    }

    @Test
    void numbersStayAsTheyAre() {
        NumericProfile reference = NumericProfile.of(new NumericBins(List.of(0.5), 0), new double[] {0, 1, Double.NaN});
        assertThat(ReferenceBins.of(reference)).containsExactly(1L, 1L, 0L, 1L);
    }
}
