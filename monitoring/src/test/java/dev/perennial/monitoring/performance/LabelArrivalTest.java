package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.performance.LabelArrival.Observed;
import dev.perennial.monitoring.performance.LabelArrival.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelArrivalTest {
    /* Freireich et al. (1963), weeks in remission under 6-mercaptopurine; a minus where the patient was still observed. */
    private static final int[] REMISSION = {
        6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
    };

    /* As printed in the literature and by survfit(conf.type = "log-log") of R's survival package. */
    @Test
    void agreesWithTheTextbook() {
        LabelArrival curve = curve(observed(REMISSION), 6, 7, 10, 13, 16, 22, 23, 35);

        assertThat(curve.predictions()).isEqualTo(21);
        assertThat(curve.labelled()).isEqualTo(9);
        assertThat(curve.points().stream().map(point -> 1 - point.share()).toList())
                .usingElementComparator((one, other) -> Math.abs(one - other) < 5e-4 ? 0 : Double.compare(one, other))
                .containsExactly(0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448);
        Point first = curve.points().get(0);
        assertThat(1 - first.upper()).isCloseTo(0.620, within(5e-4));
        assertThat(1 - first.lower()).isCloseTo(0.952, within(5e-4));
        Point last = curve.points().get(6);
        assertThat(1 - last.upper()).isCloseTo(0.188, within(5e-4));
        assertThat(1 - last.lower()).isCloseTo(0.680, within(5e-4));
    }

    @Test
    void isThePlainShareWhereNobodyWaits() {
        LabelArrival curve = LabelArrival.of(
                List.of(new Observed(hours(1), 25, 0), new Observed(hours(5), 75, 0)),
                List.of(hours(0), hours(1), hours(4), hours(5), hours(6)));

        assertThat(curve.points().stream().map(Point::share).toList()).containsExactly(0.0, 0.25, 0.25, 1.0);
        assertThat(curve.points().get(0).upper()).isCloseTo(1 - Math.pow(0.025, 0.01), within(1e-12));
        assertThat(curve.points().get(3).lower()).isCloseTo(Math.pow(0.025, 0.01), within(1e-12));
    }

    @Test
    void aYoungPredictionSaysNothingOfAgesItHasNotReached() {
        List<Observed> old = List.of(new Observed(hours(3), 50, 0), new Observed(hours(100), 0, 50));
        List<Observed> withYoung = new ArrayList<>(old);
        withYoung.add(new Observed(hours(1), 0, 900));

        assertThat(LabelArrival.of(withYoung, List.of(hours(3))).points().get(0).share())
                .isEqualTo(
                        LabelArrival.of(old, List.of(hours(3))).points().get(0).share())
                .isEqualTo(0.5);
    }

    @Test
    void orderAndSplittingChangeNothing() {
        List<Observed> split = new ArrayList<>(observed(REMISSION));
        Collections.reverse(split);
        split.add(new Observed(Duration.ofHours(2), 0, 0));

        assertThat(curve(split, 6, 13, 23)).isEqualTo(curve(observed(REMISSION), 6, 13, 23));
    }

    @Test
    void isEmptyWithoutPredictionsAndEndsWhereNobodyHasWaitedSoLong() {
        assertThat(LabelArrival.of(List.of(), List.of(hours(1)))).isEqualTo(new LabelArrival(0, 0, List.of()));
        assertThat(curve(observed(REMISSION), 36).points()).isEmpty();
    }

    private static LabelArrival curve(List<Observed> observed, int... hours) {
        return LabelArrival.of(
                observed, IntStream.of(hours).mapToObj(LabelArrivalTest::hours).toList());
    }

    private static List<Observed> observed(int... hours) {
        return IntStream.of(hours)
                .mapToObj(hour -> hour > 0 ? new Observed(hours(hour), 1, 0) : new Observed(hours(-hour), 0, 1))
                .toList();
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
