package dev.perennial.monitoring.compat.evidently;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.SharedTable;
import dev.perennial.monitoring.compat.PeerSplits;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore.Raised;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore.Undefined;
import dev.perennial.monitoring.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("oracle-evidently")
class EvidentlyStatTestsOracleTest {

    @TestFactory
    Stream<DynamicTest> everyTestOfEveryColumnGivesEvidentlysNumber() {
        JsonNode oracle = SharedTable.oracle("evidently_0.7.21_stattests.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (PeerSplits split : PeerSplits.all()) {
            JsonNode section = oracle.required(split.name());
            assertThat(section.required("n_ref").asInt())
                    .isEqualTo(split.reference().size());
            assertThat(section.required("n_cur").asInt())
                    .isEqualTo(split.current().size());
            section.required("cols").properties().forEach(column -> {
                Column reference = split.reference().column(column.getKey(), split.numeric());
                Column current = split.current().column(column.getKey(), split.numeric());
                column.getValue()
                        .properties()
                        .forEach(entry -> tests.add(DynamicTest.dynamicTest(
                                split.name() + " " + column.getKey() + " " + entry.getKey(),
                                () -> check(entry.getKey(), entry.getValue(), reference, current))));
            });
        }
        return tests.stream();
    }

    private static void check(String name, JsonNode expected, Column reference, Column current) {
        if (name.equals("_default")) {
            assertThat(EvidentlyTest.byDefault(reference, current).key()).isEqualTo(expected.asText());
            return;
        }
        EvidentlyScore score = EvidentlyTest.byName(name).orElseThrow().score(reference, current);
        if (expected.has("error")) {
            assertThat(score).isInstanceOf(Raised.class);
            return;
        }
        double value = expected.required("score").asDouble();
        if (Double.isNaN(value)) {
            assertThat(score).isInstanceOf(Undefined.class);
        } else {
            assertThat(score.shown()).isPresent();
            // p values of 1e-30 are held to their digits too, down to what 1 - cdf leaves
            double tolerance = Math.max(name.equals("cramer_von_mises") ? 1e-9 : 1e-15, 1e-6 * Math.abs(value));
            assertThat(score.shown().getAsDouble()).isCloseTo(value, within(tolerance));
        }
        assertThat(score.drifted()).isEqualTo(expected.required("drifted").asBoolean());
        assertThat(score.test().threshold())
                .isEqualTo(expected.required("threshold").asDouble());
    }
}
