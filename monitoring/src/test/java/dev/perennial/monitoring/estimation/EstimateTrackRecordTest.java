package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTrackRecordTest {
    private static final PerformanceEstimate.Estimated ESTIMATE =
            new PerformanceEstimate.Estimated(0.8, 0.78, 0.82, 0.95, 0.01, 0, 0);

    private static EstimateTrackRecord repeated(double realised, int times) {
        EstimateTrackRecord record = EstimateTrackRecord.empty();
        for (int i = 0; i < times; i++) {
            record = record.plus(EstimateTrackRecord.of(ESTIMATE, realised));
        }
        return record;
    }

    @Test
    void addsUpErrors() {
        EstimateTrackRecord record = repeated(0.81, 2).plus(repeated(0.79, 1));
        assertThat(record.meanAbsoluteError().orElseThrow()).isEqualTo(0.01, within(1e-12));
        assertThat(record.bias().orElseThrow()).isEqualTo(-0.01 / 3, within(1e-12));
        assertThat(record.coverage().orElseThrow()).isEqualTo(1);
        assertThat(EstimateTrackRecord.empty().coverage()).isEmpty();
    }

    @Test
    void leavesGoodEstimatesAlone() {
        PerformanceEstimate.Estimated tempered =
                (PerformanceEstimate.Estimated) repeated(0.805, 20).temper(ESTIMATE, EstimatedMetric.ACCURACY);
        assertThat(tempered.lower()).isEqualTo(0.78, within(1e-12));
        assertThat(tempered.predictiveError()).isEqualTo(0.01, within(1e-12));
    }

    @Test
    void widensIntervalsAndWithdrawsTrustAfterMisses() {
        PerformanceEstimate once = repeated(0.75, 1).temper(ESTIMATE, EstimatedMetric.ACCURACY);
        assertThat(once.numbers().orElseThrow().lower()).isLessThan(0.75);
        PerformanceEstimate often = repeated(0.75, 5).temper(ESTIMATE, EstimatedMetric.ACCURACY);
        assertThat(often)
                .isInstanceOfSatisfying(
                        PerformanceEstimate.Untrusted.class,
                        untrusted -> assertThat(untrusted.reason())
                                .isEqualTo("only 0 of 5 past intervals of 95 % held what labels then showed"));
    }

    @Test
    void aSingleMissDoesNotCostTrustByItself() {
        EstimateTrackRecord record = repeated(0.8, 19).plus(repeated(0.7, 1));
        assertThat(record.distrust(0.95)).isEmpty();
    }

    @Test
    void oneWindowFarOffWidensByLessThanItsOwnError() {
        assertThat(new EstimateTrackRecord(1, 0, 0.03, 0.03, 9).widening()).isEqualTo(Math.sqrt(5));
    }
}
