package dev.perennial.monitoring.compat.deepchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.SharedTable;
import dev.perennial.monitoring.compat.PeerSplits;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("oracle-deepchecks")
class DeepchecksOracleTest {
    private static final Map<String, DeepchecksScore> SCORES = Map.of(
            "deepchecks_ks", DeepchecksScore.KOLMOGOROV_SMIRNOV,
            "deepchecks_emd_q0025", DeepchecksScore.EARTH_MOVER,
            "deepchecks_cramers_v_min001", DeepchecksScore.CRAMERS_V,
            "deepchecks_psi_min001", DeepchecksScore.PSI);

    @TestFactory
    Stream<DynamicTest> everyScoreOfEveryColumnIsDeepchecks() {
        JsonNode oracle = SharedTable.oracle("deepchecks_0.18.0.dev1_frouros_distances.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (PeerSplits split : PeerSplits.all()) {
            oracle.required(split.name()).properties().forEach(column -> {
                Column reference = split.reference().column(column.getKey(), split.numeric());
                Column current = split.current().column(column.getKey(), split.numeric());
                SCORES.forEach((key, score) -> {
                    if (column.getValue().has(key)) {
                        double expected = column.getValue().required(key).asDouble();
                        tests.add(DynamicTest.dynamicTest(
                                split.name() + " " + column.getKey() + " " + key,
                                () -> assertThat(score.of(reference, current)).isCloseTo(expected, within(1e-9))));
                    }
                });
            });
        }
        assertThat(tests).hasSize(2 * (13 + 18 + 18));
        return tests.stream();
    }

    @Test
    void aScoreOfTheOtherKindIsRefused() {
        NumberColumn numbers = new NumberColumn(new double[] {1, 2});
        assertThatThrownBy(() -> DeepchecksScore.PSI.of(numbers, numbers))
                .hasMessage("Invalid score: Deepchecks has no PSI for numbers");
        NumberColumn constant = new NumberColumn(new double[] {1, 1});
        assertThat(DeepchecksScore.EARTH_MOVER.of(constant, constant)).isZero();
    }
}
