package dev.perennial.monitoring.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.Oracle;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceValuesTest {

    private static final Offset<Double> TIGHT = within(1e-9);

    @ParameterizedTest
    @CsvSource({"wfns, 4, s100b, 5", "wfns, 4, ndka, 6", "ndka, 6, s100b, 5"})
    void deLongAgreesWithPRocOnRealPatients(String first, int firstColumn, String second, int secondColumn) {
        JsonNode oracle = Oracle.section("delong_aSAH").get(first + "_vs_" + second);
        List<String[]> patients = Oracle.patients();
        boolean[] labels = new boolean[patients.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = patients.get(i)[1].equals("Poor");
        }
        var compared =
                (DeLong.Compared) DeLong.compare(column(patients, firstColumn), column(patients, secondColumn), labels);
        assertThat(compared.statistic(0)).isCloseTo(oracle.get("z").asDouble(), TIGHT);
        assertThat(compared.pValueTwoSided()).isCloseTo(oracle.get("p").asDouble(), TIGHT);
        if (oracle.has("auc")) {
            assertThat(compared.firstAuc()).isCloseTo(oracle.get("auc").get(0).asDouble(), TIGHT);
            assertThat(compared.secondAuc()).isCloseTo(oracle.get("auc").get(1).asDouble(), TIGHT);
        }
        JsonRoundTrip.of(compared, DeLong.class);
    }

    @Test
    void deLongAgreesOnASmallSampleWithEqualAreas() {
        JsonNode oracle = Oracle.section("delong_small");
        var compared = (DeLong.Compared) DeLong.compare(
                Oracle.doubles(oracle.get("a")), Oracle.doubles(oracle.get("b")), Oracle.labels(oracle.get("y")));
        assertThat(compared.firstAuc()).isCloseTo(0.85, TIGHT);
        assertThat(compared.firstStandardError()).isCloseTo(Math.sqrt(0.02625), TIGHT);
        assertThat(compared.secondStandardError()).isCloseTo(Math.sqrt(0.025), TIGHT);
        assertThat(compared.standardError()).isCloseTo(Math.sqrt(0.02625 + 0.025 - 2 * 0.00625), TIGHT);
        assertThat(compared.statistic(0)).isZero();
        assertThat(compared.pValueTwoSided()).isEqualTo(1);
    }

    @Test
    void pairedTAgreesOverRowsAndOverBlocksOfOneRow() {
        JsonNode oracle = Oracle.section("paired_t");
        double[] differences = Oracle.doubles(oracle.get("d"));
        String[] keys = new String[differences.length];
        Arrays.setAll(keys, i -> "row " + i);
        for (PairedTest test :
                List.of(PairedTest.ofRows(differences), PairedTest.of(BlockedDifferences.of(differences, keys)))) {
            var measured = (PairedTest.Measured) test;
            assertThat(measured.meanDifference()).isCloseTo(oracle.get("mean").asDouble(), within(1e-10));
            assertThat(measured.statistic(0)).isCloseTo(oracle.get("t").asDouble(), within(1e-6));
            assertThat(measured.pValueTwoSided()).isCloseTo(oracle.get("p_two").asDouble(), within(1e-7));
            assertThat(measured.pValueAbove(-0.01))
                    .isCloseTo(oracle.get("NI one-sided H0: mean<=-0.01 p").asDouble(), within(1e-7));
            JsonRoundTrip.of(test, PairedTest.class);
        }
    }

    @Test
    void spiegelhalterAgrees() {
        JsonNode oracle = Oracle.section("spiegelhalter");
        var measured = (Spiegelhalter.Measured)
                Spiegelhalter.of(Oracle.doubles(oracle.get("p")), Oracle.labels(oracle.get("y")));
        assertThat(measured.z()).isCloseTo(oracle.get("z").asDouble(), TIGHT);
        assertThat(measured.pValue()).isCloseTo(oracle.get("p_two").asDouble(), TIGHT);
    }

    @Test
    void intervalsOfProportionsAgree() {
        double[] wilson = Oracle.doubles(Oracle.section("wilson_15_148"));
        assertThat(Intervals.wilson(15, 148, 0.95).lower()).isCloseTo(wilson[0], TIGHT);
        assertThat(Intervals.wilson(15, 148, 0.95).upper()).isCloseTo(wilson[1], TIGHT);
        double[] none = Oracle.doubles(Oracle.section("wilson_0_20"));
        assertThat(Intervals.wilson(0, 20, 0.95).lower()).isZero();
        assertThat(Intervals.wilson(0, 20, 0.95).upper()).isCloseTo(none[1], TIGHT);
        double[] newcombe = Oracle.doubles(Oracle.section("newcombe_56_70_48_80"));
        assertThat(Intervals.newcombe(56, 70, 48, 80, 0.95).lower()).isCloseTo(newcombe[0], TIGHT);
        assertThat(Intervals.newcombe(56, 70, 48, 80, 0.95).upper()).isCloseTo(newcombe[1], TIGHT);
        assertThat(Intervals.exactUpperLimit(0, 300, 0.95)).isCloseTo(1 - Math.pow(0.05, 1.0 / 300), TIGHT);
        assertThat(Intervals.exactUpperLimit(0, 300, 0.95)).isCloseTo(.0099361, within(1e-6));
    }

    @Test
    void exactLimitsInvertTheBinomial() {
        double upper = Intervals.exactUpperLimit(3, 50, 0.95);
        double tail = 0;
        double[] choose = {1, 50, 1225, 19600};
        for (int k = 0; k <= 3; k++) {
            tail += choose[k] * Math.pow(upper, k) * Math.pow(1 - upper, 50 - k);
        }
        assertThat(tail).isCloseTo(0.05, within(1e-9));
        assertThat(Intervals.exactLowerLimit(47, 50, 0.95)).isCloseTo(1 - upper, TIGHT);
    }

    @Test
    void mcNemarAgrees() {
        McNemar many = new McNemar(86, 150);
        assertThat(many.chiSquare()).isCloseTo(17.355932, within(1e-6));
        assertThat(many.correctedChiSquare()).isCloseTo(16.817797, within(1e-6));
        assertThat(many.exactPValue()).isCloseTo(3.71594e-5, within(1e-10));
        assertThat(many.midPValue()).isCloseTo(2.89339e-5, within(1e-10));
        McNemar few = new McNemar(5, 15);
        assertThat(few.exactPValue()).isCloseTo(.0413895, within(1e-7));
        assertThat(few.midPValue()).isCloseTo(.0266037, within(1e-7));
        assertThat(few.pValue()).isEqualTo(few.exactPValue());
        assertThat(new McNemar(0, 0).pValue()).isEqualTo(1);
        McNemar close = new McNemar(60, 70);
        assertThat(close.standardError(2000)).isCloseTo(.0056997807, within(1e-9));
        assertThat(close.pValueNotInferior(2000, 0.01)).isCloseTo(.0042482, within(1e-7));
    }

    @Test
    void benjaminiHochbergAgrees() {
        JsonNode oracle = Oracle.section("BH_1995");
        double[] adjusted = MultipleTesting.benjaminiHochberg(Oracle.doubles(oracle.get("p")));
        assertThat(Arrays.stream(adjusted).filter(p -> p <= 0.05).count())
                .isEqualTo(oracle.get("rejected").asLong());
        assertThat(adjusted[3]).isCloseTo(0.0095 * 15 / 4, TIGHT);
        assertThat(adjusted).isSorted();
        JsonNode eValues = Oracle.section("eBH");
        assertThat(MultipleTesting.eBenjaminiHochberg(Oracle.doubles(eValues.get("e")), 0.05))
                .isEqualTo(eValues.get("rejected").asInt());
    }

    private static double[] column(List<String[]> rows, int column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    }
}
