package dev.perennial.monitoring.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.performance.Estimate;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServiceLevelsTest {
    @Test
    void readsQuantilesOffTheOrderedLatencies() {
        long[] latencies = LongStream.rangeClosed(1, 1000)
                .map(value -> 1000 * (1001 - value))
                .toArray();
        ServiceLevels levels = ServiceLevels.measure(latencies, 0, 10);

        Estimate.Measured median = (Estimate.Measured) levels.latencyP50();
        Estimate.Measured tail = (Estimate.Measured) levels.latencyP99();
        assertThat(median.value()).isEqualTo(500);
        // Binomial(1000, 1/2) has its 2.5 % and 97.5 % quantiles at 469 and 531.
        assertThat(median.lower()).isEqualTo(469);
        assertThat(median.upper()).isEqualTo(532);
        assertThat(tail.value()).isEqualTo(990);
        assertThat(((Estimate.Measured) levels.fallbackRate()).value()).isEqualTo(0.01, within(1e-12));
        assertThat(levels.requests()).isEqualTo(1000);
    }

    @Test
    void intervalsOfTheTailCoverItAtTheStatedRate() {
        SplittableRandom random = new SplittableRandom(11);
        double truth = -Math.log(0.01) * 10;
        int below = 0;
        int above = 0;
        for (int run = 0; run < 2000; run++) {
            long[] latencies = random.doubles(800)
                    .mapToLong(uniform -> Math.round(-Math.log1p(-uniform) * 10_000))
                    .toArray();
            Estimate.Measured tail =
                    (Estimate.Measured) ServiceLevels.measure(latencies, 0, 0).latencyP99();
            below += tail.upper() < truth ? 1 : 0;
            above += tail.lower() > truth ? 1 : 0;
        }
        // 2.5 % a side at most; 4.5 standard deviations of 2,000 runs above it.
        assertThat(below).isLessThan(82);
        assertThat(above).isLessThan(82);
    }

    @Test
    void saysWhyThereIsNoFigure() {
        ServiceLevels none = ServiceLevels.measure(new long[0], 0, 0);
        assertThat(none.latencyP99()).isEqualTo(new Estimate.NotEvaluable("no request was answered"));
        assertThat(none.errorRate()).isEqualTo(new Estimate.NotEvaluable("there was no request"));
        assertThat(ServiceLevels.measure(new long[] {5}, 3, 0).latencyP50())
                .isEqualTo(new Estimate.NotEvaluable("1 answered requests are too few for a quantile"));
        assertThat(((Estimate.Measured)
                                ServiceLevels.measure(new long[] {5}, 3, 0).errorRate())
                        .value())
                .isEqualTo(0.75);
    }
}
