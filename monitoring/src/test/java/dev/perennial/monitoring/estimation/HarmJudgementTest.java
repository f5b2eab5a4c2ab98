package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmJudgementTest {

    /** A log loss of .5, estimated; standard deviations of .01 among the reference's windows and from labels. */
    @ParameterizedTest
    @CsvSource({
        ".46, .45, 0, HARMED",
        ".48, .45, 0, NOT_HARMED",
        ".46, .45, .02, NOT_HARMED",
        ".46, .505, 0, SUSPECTED",
        ".46, .52, 0, NOT_HARMED",
        ".54, .45, 0, NOT_HARMED"
    })
    void harmIsWorseThanTheReferencesWindowsAndLikelyBeyondTheLimit(
            double expected, double limit, double referenceError, String verdict) {
        PerformanceEstimate.Estimated estimate =
                new PerformanceEstimate.Estimated(0.5, 0.4, 0.6, 0.95, 0.01, referenceError, 0);
        HarmVerdict judged = HarmJudgement.judge(
                estimate, new HarmLimit(EstimatedMetric.LOG_LOSS, limit, expected, 0.01), HarmPolicy.standard());
        assertThat(judged.getClass().getSimpleName())
                .isEqualTo(
                        switch (verdict) {
                            case "HARMED" -> "Harmed";
                            case "SUSPECTED" -> "Suspected";
                            default -> "NotHarmed";
                        });
    }
}
