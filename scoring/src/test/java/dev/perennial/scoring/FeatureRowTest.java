package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FeatureRowTest {

    @Test
    void beginsAndIsClearedWithEverythingMissing() {
        FeatureRow row = new FeatureRow(Examples.WEATHER);
        assertThat(row.missing(0)).isTrue();
        assertThat(row.missing(1)).isTrue();

        row.setNumber(0, 3).setCategory(1, "AA");
        assertThat(row.missing(0)).isFalse();
        assertThat(row.missing(1)).isFalse();

        row.clear();
        assertThat(row.number(0)).isNaN();
        assertThat(row.category(1)).isNull();
    }

    @Test
    void namesTheRequiredFeatureThatIsMissing() {
        FeatureRow row = new FeatureRow(Examples.WEATHER);
        assertThat(row.firstMissingRequired()).hasValue(0);
        assertThat(row.setNumber(0, 0).firstMissingRequired()).isEmpty();
    }

    @Test
    void rejectsInfinitiesAndTheWrongKind() {
        FeatureRow row = new FeatureRow(Examples.WEATHER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.setNumber(0, Double.NEGATIVE_INFINITY))
                .withMessage("Invalid value of feature temp: -Infinity (a finite number is expected)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.setNumber(1, 1))
                .withMessage("Invalid use of feature carrier: it holds categories, not numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.setCategory(0, "1"))
                .withMessage("Invalid use of feature temp: it holds numbers, not categories");
    }
}
