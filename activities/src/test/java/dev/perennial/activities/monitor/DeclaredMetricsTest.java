package dev.perennial.activities.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.performance.Direction;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.registry.spec.ObjectiveMetric;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeclaredMetricsTest {
    @ParameterizedTest
    @MethodSource("ofLabels")
    void whatAnObjectiveMayNameIsMeasuredAndIsWorseOnTheSameSide(ObjectiveMetric declared) {
        Metric measured = Metric.named(declared.word());

        assertThat(measured.direction())
                .isEqualTo(
                        declared.worse() == ObjectiveMetric.Worse.HIGHER
                                ? Direction.LOWER_IS_BETTER
                                : Direction.HIGHER_IS_BETTER);
        assertThat(measured.tasks()).isNotEmpty();
        if (declared.unit() == ObjectiveMetric.Unit.SHARE) {
            assertThat(measured.least()).isZero();
            assertThat(measured.most()).isEqualTo(1);
        }
    }

    static List<ObjectiveMetric> ofLabels() {
        return Arrays.stream(ObjectiveMetric.values())
                .filter(metric -> metric.source() == ObjectiveMetric.Source.LABELS)
                .toList();
    }
}
