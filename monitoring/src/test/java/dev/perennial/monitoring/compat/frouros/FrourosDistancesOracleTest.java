package dev.perennial.monitoring.compat.frouros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.SharedTable;
import dev.perennial.monitoring.compat.PeerSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("oracle-frouros")
class FrourosDistancesOracleTest {

    @TestFactory
    Stream<DynamicTest> everyDistanceOfEveryColumnIsFrouros() {
        JsonNode oracle = SharedTable.oracle("deepchecks_0.18.0.dev1_frouros_distances.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (PeerSplits split : PeerSplits.all()) {
            for (String column : split.numeric()) {
                double[] reference = split.reference().numbers(column).values();
                double[] current = split.current().numbers(column).values();
                for (FrourosDistance distance : FrourosDistance.values()) {
                    JsonNode expected =
                            oracle.required(split.name()).required(column).required("frouros_" + distance.key());
                    tests.add(DynamicTest.dynamicTest(
                            split.name() + " " + column + " " + distance.key(),
                            () -> check(distance, reference, current, expected.asDouble())));
                }
            }
        }
        assertThat(tests).hasSize(8 * (7 + 2 + 2));
        return tests.stream();
    }

    private static void check(FrourosDistance distance, double[] reference, double[] current, double expected) {
        var actual = distance.of(reference, current);
        if (Double.isInfinite(expected)) {
            assertThat(actual).isEmpty();
        } else {
            assertThat(actual).isPresent();
            // Frouros keeps the coefficient off zero by a constant of its own, which shows in the eighth digit
            double tolerance = distance == FrourosDistance.BHATTACHARYYA ? 1e-7 : 1e-9;
            assertThat(actual.getAsDouble()).isCloseTo(expected, within(tolerance * Math.max(1, expected)));
        }
    }
}
