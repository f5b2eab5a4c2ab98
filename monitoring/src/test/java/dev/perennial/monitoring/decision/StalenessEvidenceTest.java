package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.paired.BlockedDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StalenessEvidenceTest {

    private static final StalenessPolicy POLICY = StalenessPolicy.standard();
    private static final double DAY_SHOCK = 0.05;

    @ParameterizedTest
    @ValueSource(doubles = {0.005, 0.01, 0.025, 0.05, 0.1})
    void aChampionThatIsNotStaleIsReplacedNeedlesslyAtTheStatedRate(double dayShock) {
        double[] years = new double[400];
        for (int run = 0; run < years.length; run++) {
            years[run] = requests(new SimulatedDays(1_000_003L * run + 17), week -> 0, dayShock)
                    .size();
        }
        double mean = Arrays.stream(years).average().orElseThrow();
        assertThat(mean).isLessThanOrEqualTo(StalenessPolicy.NEEDLESS_REQUESTS_A_YEAR);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 4", "0.03, 3", "0.05, 2"})
    void aSuddenChangeIsAnsweredWithinWeeks(double gap, int medianWeeks) {
        List<Integer> delays = new ArrayList<>();
        for (int run = 0; run < 300; run++) {
            SimulatedDays days = new SimulatedDays(71L * run + 3);
            StalenessEvidence evidence = StalenessEvidence.empty();
            for (int week = 0; week < 8; week++) {
                evidence = evidence.plus(days.week(0, 0.025));
            }
            int delay = 0;
            do {
                evidence = evidence.plus(days.week(gap, 0.025));
                delay++;
            } while (!(evidence.verdict(POLICY) instanceof StalenessVerdict.ChallengerBetter));
            delays.add(delay);
        }
        assertThat(delays.stream().sorted().toList().get(150)).isLessThanOrEqualTo(medianWeeks);
    }

    /* Wilson's lot size: ageing by r a week at a price C is best answered every sqrt(2 C / r) weeks. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.002, 0.004})
    void gradualAgeingIsAnsweredAboutAsOftenAsItPays(double gapAWeek) {
        double cost = StalenessPolicy.weekly(0.5).replacementCost();
        double best = 52 / Math.sqrt(2 * cost / gapAWeek);
        assertThat(ageing(gapAWeek)).isBetween(0.8 * best, 1.25 * best);
    }

    @Test
    void oneStormyWeekThatTheNextOneTakesBackAsksForNothingLater() {
        int asked = 0;
        for (int run = 0; run < 200; run++) {
            SimulatedDays days = new SimulatedDays(17L * run + 11);
            StalenessEvidence evidence = StalenessEvidence.empty();
            for (int week = 0; week < 8; week++) {
                evidence = evidence.plus(days.week(0, 0.025));
            }
            evidence = evidence.plus(days.week(0.06, 0.05)).plus(days.week(-0.06, 0.05));
            asked += evidence.verdict(POLICY) instanceof StalenessVerdict.ChallengerBetter ? 1 : 0;
        }
        assertThat(asked).isLessThanOrEqualTo(40);
    }

    private static double ageing(double gapAWeek) {
        double requests = 0;
        for (int run = 0; run < 100; run++) {
            requests += requests(new SimulatedDays(31L * run + 5), age -> gapAWeek * age, 0.025)
                    .size();
        }
        return requests / 100;
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
            evidence = evidence.plus(days.week(0.0015, 0.0005));
        }
        var verdict = (StalenessVerdict.NoEvidence) evidence.verdict(POLICY);
        assertThat(verdict.numbers().lowerBound()).isPositive();
        assertThat(verdict.numbers().advantage()).isCloseTo(0.0015, within(0.0005));
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
                .startsWith("the challenger is better: advantage 0.47")
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

    /* The weeks of a year in which a replacement is asked for; each one is granted, and age starts anew. */
    private static List<Integer> requests(SimulatedDays days, IntToDoubleFunction gapAtAge, double dayShock) {
        List<Integer> requests = new ArrayList<>();
        StalenessEvidence evidence = StalenessEvidence.empty();
        int age = 0;
        for (int week = 0; week < 52; week++) {
            evidence = evidence.plus(days.week(gapAtAge.applyAsDouble(age), dayShock));
            age++;
            if (evidence.verdict(POLICY) instanceof StalenessVerdict.ChallengerBetter) {
                requests.add(week);
                evidence = StalenessEvidence.empty();
                age = 0;
            }
        }
        return requests;
    }
}
