package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oracle-nannyml")
class CensusEstimateOracleTest {
    private static final List<WindowEstimate> ESTIMATES = new ArrayList<>();
    private static final List<ExpectedPerformance> REALISED = new ArrayList<>();
    private static final List<HarmLimit> LIMITS = new ArrayList<>();

    @BeforeAll
    static void estimateEveryChunk() {
        Census reference = Census.reference();
        Census analysis = Census.analysis();
        EstimatorReference estimator = EstimatorReference.binary(
                ScoredRows.decided(reference.features, reference.scores, reference.decisions),
                reference.labels,
                EstimationOptions.forWindowsOf(Census.CHUNK));
        LIMITS.add(estimator.limit(EstimatedMetric.ACCURACY).orElseThrow());
        for (int index = 0; index < analysis.chunks(); index++) {
            Census chunk = analysis.chunk(index);
            ESTIMATES.add(estimator.estimate(ScoredRows.decided(chunk.features, chunk.scores, chunk.decisions)));
            double[] labels = new double[chunk.rows()];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = chunk.labels[row] ? 1 : 0;
            }
            REALISED.add(new ExpectedPerformance(chunk.scores, chunk.decisions, labels));
        }
    }

    private static EstimateTrackRecord record(EstimatedMetric metric) {
        EstimateTrackRecord record = EstimateTrackRecord.empty();
        for (int index = 0; index < ESTIMATES.size(); index++) {
            double realised = REALISED.get(index).value(metric).orElseThrow();
            PerformanceEstimate.Estimated numbers =
                    ESTIMATES.get(index).of(metric).numbers().orElseThrow();
            record = record.plus(EstimateTrackRecord.of(numbers, realised));
        }
        return record;
    }

    @Test
    void errsLessThanConfidenceBasedEstimates() {
        assertThat(record(EstimatedMetric.ACCURACY).meanAbsoluteError().orElseThrow())
                .isLessThan(0.0046);
        assertThat(record(EstimatedMetric.F1).meanAbsoluteError().orElseThrow()).isLessThan(0.0048);
        assertThat(record(EstimatedMetric.AUC).meanAbsoluteError().orElseThrow())
                .isLessThan(0.0036);
    }

    @Test
    void intervalsHoldWhatLabelsShow() {
        assertThat(record(EstimatedMetric.ACCURACY).coverage().orElseThrow()).isGreaterThan(0.9);
        assertThat(record(EstimatedMetric.F1).coverage().orElseThrow()).isGreaterThan(0.9);
        assertThat(record(EstimatedMetric.AUC).coverage().orElseThrow()).isGreaterThan(0.9);
    }

    @Test
    void findsTheHarmfulWindowsAndNoOther() {
        List<Integer> found = new ArrayList<>();
        List<Integer> harmful = new ArrayList<>();
        for (int index = 0; index < ESTIMATES.size(); index++) {
            HarmVerdict verdict = HarmJudgement.judge(ESTIMATES.get(index), LIMITS.get(0), HarmPolicy.standard());
            if (verdict.pointsToHarm()) {
                found.add(index);
            }
            if (REALISED.get(index).value(EstimatedMetric.ACCURACY).orElseThrow()
                    < LIMITS.get(0).limit()) {
                harmful.add(index);
            }
        }
        assertThat(harmful).containsExactly(26, 27, 28);
        assertThat(found).isEqualTo(harmful);
    }
}
