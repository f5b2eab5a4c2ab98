package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.paired.BlockedDifferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StalenessEvidenceTest {

    private static final StalenessPolicy POLICY = StalenessPolicy.standard();
    private static final double DAY_SHOCK = 0.05;

    @Test
    void aChampionThatIsNotStaleIsRarelyCalledStaleInAYearOfWeeklyLooks() {
        assertThat(firedWithin(44, 0, 1000)).isLessThanOrEqualTo(POLICY.alpha());
    }

    @ParameterizedTest
    @CsvSource({"0.02, 2, 0.08", "0.025, 4, 0.45", "0.03, 4, 0.60", "0.025, 8, 0.80", "0.03, 8, 0.90"})
    void aStaleChampionIsFoundWithinWeeks(double gap, int weeks, double atLeast) {
        assertThat(firedWithin(weeks, gap, 500)).isGreaterThan(atLeast);
    }

    @Test
    void stalenessThatComesLateIsNotDrownedByTheQuietMonthsBefore() {
        int found = 0;
        for (int run = 0; run < 200; run++) {
            SimulatedDays days = new SimulatedDays(71L * run + 3);
            StalenessEvidence evidence = StalenessEvidence.empty();
            for (int week = 0; week < 20; week++) {
                evidence = evidence.plus(days.week(0, DAY_SHOCK));
            }
            for (int week = 0; week < 12; week++) {
                evidence = evidence.plus(days.week(0.03, DAY_SHOCK));
            }
            found += evidence.verdict(POLICY) instanceof StalenessVerdict.ChallengerBetter ? 1 : 0;
        }
        assertThat(found).isGreaterThan(140);
    }

    @Test
    void anAdvantageBelowTheFloorIsNoStaleness() {
        StalenessEvidence evidence = StalenessEvidence.empty();
        SimulatedDays days = new SimulatedDays(1);
        for (int week = 0; week < 20; week++) {
            evidence = evidence.plus(days.week(0.004, 0.0005));
        }
        var verdict = (StalenessVerdict.NoEvidence) evidence.verdict(POLICY);
        assertThat(verdict.numbers().lowerBound()).isPositive();
        assertThat(verdict.numbers().advantage()).isCloseTo(0.004, within(0.0005));
    }

    @Test
    void saysNothingBeforeThereAreEnoughDays() {
        SimulatedDays days = new SimulatedDays(1);
        StalenessEvidence week = StalenessEvidence.empty().plus(days.week(0.5, 0.01));
        assertThat(week.verdict(POLICY))
                .isEqualTo(new StalenessVerdict.NotEvaluable("7 blocks, at least 14 are needed"));
        StalenessVerdict two = week.plus(days.week(0.5, 0.01)).verdict(POLICY);
        assertThat(two).isInstanceOf(StalenessVerdict.ChallengerBetter.class);
        assertThat(two.because())
                .startsWith("the challenger is better: advantage 0.5")
                .contains("over 14 blocks");
        JsonRoundTrip.of(two, StalenessVerdict.class);
        JsonRoundTrip.of(week, StalenessEvidence.class);
    }

    @Test
    void theOrderInWhichWindowsAreFoldedDoesNotMatter() {
        SimulatedDays days = new SimulatedDays(8);
        BlockedDifferences first = days.week(0.02, DAY_SHOCK);
        BlockedDifferences second = days.week(0.02, DAY_SHOCK);
        assertThat(StalenessEvidence.empty().plus(second).plus(first).verdict(POLICY))
                .isEqualTo(StalenessEvidence.empty().plus(first).plus(second).verdict(POLICY));
    }

    private static double firedWithin(int weeks, double gap, int runs) {
        int fired = 0;
        for (int run = 0; run < runs; run++) {
            SimulatedDays days = new SimulatedDays(1_000_003L * run + 17);
            StalenessEvidence evidence = StalenessEvidence.empty();
            for (int week = 0; week < weeks; week++) {
                evidence = evidence.plus(days.week(gap, DAY_SHOCK));
                if (evidence.verdict(POLICY) instanceof StalenessVerdict.ChallengerBetter) {
                    fired++;
                    break;
                }
            }
        }
        return fired / (double) runs;
    }
}
