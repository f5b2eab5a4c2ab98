package dev.perennial.monitoring.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {

    private static final double[] TEN = {.2, .8, .5, .4, .9, .6, .1, .7, .55, .45};

    @Test
    void empiricalBernsteinAgreesWithTheReference() {
        JsonNode oracle = Oracle.section("prpl_eb_cs");
        EmpiricalBernsteinSequence sequence =
                EmpiricalBernsteinSequence.start(0.05, Sides.TWO).plusAll(TEN);
        assertThat(sequence.centre()).isCloseTo(oracle.get("center_10").asDouble(), within(1e-12));
        assertThat(sequence.radius()).isCloseTo(oracle.get("halfwidth_10").asDouble(), within(1e-12));
        for (int i = 0; i < 19; i++) {
            sequence = sequence.plusAll(TEN);
        }
        assertThat(sequence.count()).isEqualTo(200);
        assertThat(sequence.centre()).isCloseTo(oracle.get("center_200").asDouble(), within(1e-12));
        assertThat(sequence.radius()).isCloseTo(oracle.get("halfwidth_200").asDouble(), within(1e-12));
        JsonRoundTrip.of(sequence, EmpiricalBernsteinSequence.class);
    }

    @Test
    void empiricalBernsteinIsTheSameValueByValue() {
        EmpiricalBernsteinSequence once =
                EmpiricalBernsteinSequence.start(0.05, Sides.ONE).plusAll(TEN);
        EmpiricalBernsteinSequence stepwise = EmpiricalBernsteinSequence.start(0.05, Sides.ONE);
        for (double value : TEN) {
            stepwise = stepwise.plus(value);
        }
        assertThat(stepwise).isEqualTo(once);
    }

    @Test
    void empiricalBernsteinCoversTheMeanAtAllTimes() {
        int missed = 0;
        for (int run = 0; run < 1000; run++) {
            SplittableRandom random = new SplittableRandom(31L * run + 5);
            EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.start(0.1, Sides.TWO);
            boolean miss = false;
            for (int t = 0; t < 1000; t++) {
                sequence = sequence.plus(random.nextDouble() < 0.3 ? 1 : 0);
                miss |= sequence.lower() > 0.3 || sequence.upper() < 0.3;
            }
            missed += miss ? 1 : 0;
        }
        assertThat(missed).isLessThanOrEqualTo(100);
    }

    @Test
    void empiricalBernsteinForetellsItsOwnRadius() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = random.doubles(1500).map(u -> 0.4 + 0.2 * u).toArray();
        EmpiricalBernsteinSequence early =
                EmpiricalBernsteinSequence.start(0.05, Sides.ONE).plusAll(Arrays.copyOf(values, 500));
        EmpiricalBernsteinSequence late = early.plusAll(Arrays.copyOfRange(values, 500, 1500));
        assertThat(early.radiusAfter(1000)).isCloseTo(late.radius(), within(0.05 * late.radius()));
    }

    @Test
    void asymptoticMarginsAgreeWithTheReference() {
        JsonNode oracle = Oracle.section("asympcs_margin_unit_var");
        for (int t : new int[] {100, 1000, 10000}) {
            assertThat(AsymptoticConfidenceSequence.margin(t, 0.1, 0.05, Sides.TWO))
                    .isCloseTo(oracle.get("t=" + t).asDouble(), within(1e-12));
        }
    }

    @Test
    void asymptoticMarginIsTightestWhereAsked() {
        double rhoSquared = AsymptoticConfidenceSequence.rhoSquaredFor(5000, 0.05, Sides.TWO);
        assertThat(Math.sqrt(rhoSquared)).isCloseTo(.0398400668, within(1e-9));
        assertThat(AsymptoticConfidenceSequence.margin(5000, rhoSquared, 0.05, Sides.TWO))
                .isCloseTo(.0429243372, within(1e-5))
                .isLessThan(AsymptoticConfidenceSequence.margin(5000, rhoSquared * 4, 0.05, Sides.TWO))
                .isLessThan(AsymptoticConfidenceSequence.margin(5000, rhoSquared / 4, 0.05, Sides.TWO));
        assertThat(AsymptoticConfidenceSequence.boundary(50, 0.1, 0.05, Sides.ONE))
                .isLessThan(AsymptoticConfidenceSequence.boundary(50, 0.1, 0.05, Sides.TWO));
    }

    @Test
    void sampleRatioAgreesWithTheReference() {
        SampleRatioCheck start = SampleRatioCheck.start(List.of(0.95, 0.05));
        assertThat(start.logE()).isCloseTo(0, within(1e-12));
        assertThat(start.plus(List.of(9500L, 500L)).logE()).isCloseTo(-2.3240833581, within(1e-7));
        assertThat(start.plus(List.of(9400L, 600L)).logE()).isCloseTo(7.4190848028, within(1e-7));
        assertThat(start.plus(List.of(9300L, 700L)).logE()).isCloseTo(34.8343954159, within(1e-7));
        assertThat(start.plus(List.of(9400L, 600L)).mismatchAt(0.001)).isTrue();
        JsonRoundTrip.of(start.plus(List.of(9400L, 600L)), SampleRatioCheck.class);
    }

    @Test
    void sampleRatioCarriesItsEvidenceIntoTheNextStep() {
        SampleRatioCheck first = SampleRatioCheck.start(List.of(0.95, 0.05)).plus(List.of(9400L, 600L));
        SampleRatioCheck second = first.nextStep(List.of(0.5, 0.5));
        assertThat(second.logE()).isCloseTo(first.logE(), within(1e-12));
        assertThat(second.plus(List.of(500L, 500L)).logE()).isLessThan(first.logE());
    }
}
