package dev.perennial.monitoring.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.perennial.monitoring.JsonRoundTrip;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorTest {

    static Stream<DetectorSettings> all() {
        List<DetectorSettings> settings = new ArrayList<>(List.of(
                DetectorSettings.Ddm.standard(),
                DetectorSettings.PageHinkley.standard(),
                DetectorSettings.Kswin.seeded(-7)));
        for (Convention convention : Convention.values()) {
            settings.add(DetectorSettings.Eddm.as(convention));
            settings.add(DetectorSettings.Adwin.as(convention));
            settings.add(DetectorSettings.Stepd.as(convention));
        }
        return settings.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aStoredDetectorGoesOnAsIfNothingHadHappened(DetectorSettings settings) {
        for (int cut : new int[] {0, 7, 29, 59, 60, 61, 250, 1999}) {
            double[] errors = step(11, 2000, 0.1, 3000, 0.5);
            Detector whole = settings.start();
            Detector first = settings.start();
            for (int i = 0; i < cut; i++) {
                whole.add(errors[i]);
                first.add(errors[i]);
            }
            DetectorSnapshot stored = first.snapshot();
            JsonRoundTrip.of(stored, DetectorSnapshot.class);
            Detector resumed = stored.resume();
            assertThat(resumed.values()).isEqualTo(whole.values());
            for (int i = cut; i < errors.length; i++) {
                assertThat(resumed.add(errors[i])).isEqualTo(whole.add(errors[i]));
            }
            assertThat(resumed.snapshot()).isEqualTo(whole.snapshot());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aResetDetectorIsAsNew(DetectorSettings settings) {
        if (settings instanceof DetectorSettings.Kswin) {
            return;
        }
        double[] errors = step(3, 700, 0.3, 700, 0.6);
        Detector used = settings.start();
        Alarms.of(used, errors);
        used.reset();
        assertThat(used.values()).isZero();
        assertThat(used.state()).isEqualTo(DetectionState.STABLE);
        assertThat(Alarms.of(used, errors)).isEqualTo(Alarms.of(settings.start(), errors));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSuddenRiseOfTheErrorIsFound(DetectorSettings settings) {
        if (settings instanceof DetectorSettings.Kswin) {
            return;
        }
        double[] errors = step(5, 3000, 0.1, 1500, 0.6);
        assertThat(Alarms.of(settings.start(), errors)).anyMatch(at -> at >= 3000 && at < 3300);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsNoValueIsRefusedAndChangesNothing(DetectorSettings settings) {
        Detector detector = settings.start();
        detector.add(1);
        DetectorSnapshot before = detector.snapshot();
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> detector.add(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid value: " + value + " is n");
        }
        assertThat(detector.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("all")
    void addingAllocatesNothing(DetectorSettings settings) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] errors = step(8, 5000, 0.2, 5000, 0.3);
        Detector detector = settings.start();
        int drifts = drifts(detector, errors);
        long before = thread.getCurrentThreadAllocatedBytes();
        drifts += drifts(detector, errors);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(errors.length / 10);
        assertThat(drifts).isNotNegative();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aModelThatIsNeverWrongHasNotDrifted(DetectorSettings settings) {
        boolean faulty = settings instanceof DetectorSettings.Stepd stepd && stepd.convention() != Convention.STANDARD;
        assertThat(Alarms.of(settings.start(), new double[1000])).hasSize(faulty ? 16 : 0);
    }

    @Test
    void windowingSeesAChangeOfShapeThatLeavesTheMean() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[4000];
        for (int i = 0; i < values.length; i++) {
            double u = random.nextDouble();
            values[i] = i < 2000 ? u - 0.5 : u < 0.8 ? -1 : 4;
        }
        List<Integer> alarms = Alarms.of(DetectorSettings.Kswin.seeded(1).start(), values);
        assertThat(alarms).isNotEmpty().allMatch(at -> at >= 2000 && at < 2060);
        assertThat(alarms).isEqualTo(Alarms.of(DetectorSettings.Kswin.seeded(1).start(), values));
    }

    @ParameterizedTest
    @CsvSource({"30, 15", "30, 16", "30, 17", "30, 5", "7, 7", "100, 28"})
    void theDistanceOfTwoWindowsHasItsExactProbability(int n, int k) {
        double exact = new KolmogorovSmirnovTest().exactP((double) k / n, n, n, false);
        assertThat(KolmogorovSmirnovWindow.pValue(n, k)).isCloseTo(exact, within(1e-12));
    }

    @Test
    void anAdaptiveWindowIsBlindToWhereZeroLies() {
        double[] errors = step(9, 2000, 0.2, 2000, 0.4);
        double[] far = errors.clone();
        for (int i = 0; i < far.length; i++) {
            far[i] += 1 << 20;
        }
        DetectorSettings settings = DetectorSettings.Adwin.standard();
        assertThat(Alarms.of(settings.start(), far)).isNotEmpty().isEqualTo(Alarms.of(settings.start(), errors));
    }

    private static int drifts(Detector detector, double[] values) {
        int drifts = 0;
        for (double value : values) {
            drifts += detector.add(value) == DetectionState.DRIFT ? 1 : 0;
        }
        return drifts;
    }

    private static double[] step(long seed, int before, double rateBefore, int after, double rateAfter) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] errors = new double[before + after];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = random.nextDouble() < (i < before ? rateBefore : rateAfter) ? 1 : 0;
        }
        return errors;
    }
}
