package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Digest;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowDigestTest {
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new NumberFeature("x", Presence.OPTIONAL, Optional.empty()),
            new CategoryFeature("c", Presence.OPTIONAL, 4)));

    @Test
    void isTheSameInAnyOrderAndForBothZeros() {
        Digest forward = digest(new String[] {"a", "b"}, new double[] {0.0, 2}, new String[] {"u", null});
        Digest backward = digest(new String[] {"b", "a"}, new double[] {2, -0.0}, new String[] {null, "u"});

        assertThat(backward).isEqualTo(forward);
    }

    @Test
    void differsForEveryChangeOfAValue() {
        Digest base = digest(new String[] {"a", "b"}, new double[] {1, 2}, new String[] {"u", "v"});

        assertThat(List.of(
                        digest(new String[] {"a", "b"}, new double[] {2, 1}, new String[] {"u", "v"}),
                        digest(new String[] {"a", "b"}, new double[] {1, Double.NaN}, new String[] {"u", "v"}),
                        digest(new String[] {"a", "b"}, new double[] {1, 2}, new String[] {"u", null}),
                        digest(new String[] {"a", "b"}, new double[] {1, 2}, new String[] {"u", ""}),
                        digest(new String[] {"a", "c"}, new double[] {1, 2}, new String[] {"u", "v"})))
                .doesNotContain(base)
                .doesNotHaveDuplicates();
    }

    private static Digest digest(String[] ids, double[] numbers, @Nullable String[] categories) {
        return new TrainingRows(
                        ids,
                        new long[ids.length],
                        Outputs.probability(),
                        new double[ids.length],
                        FeatureTable.of(SCHEMA, new Object[] {numbers, categories}))
                .digest();
    }
}
