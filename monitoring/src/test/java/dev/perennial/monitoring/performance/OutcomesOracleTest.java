package dev.perennial.monitoring.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.Oracle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against scikit-learn; outcomes.py beside outcomes.json has made the values. */
@Tag("oracle-scikit-learn")
class OutcomesOracleTest {
    private static final JsonNode FILE = read();

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(OutcomesOracleTest.class.getResourceAsStream("outcomes.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BinaryRows binary(int table) {
        JsonNode node = FILE.get("binary").get(table);
        return BinaryRows.of(Oracle.doubles(node.get("scores")), Oracle.labels(node.get("labels")));
    }

    private static final OutcomeOptions COSTS = OutcomeOptions.defaults().costing(new CostMatrix(-1, 2, 10, 0));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void binaryMetricsAreThoseOfScikitLearn(int table) {
        JsonNode node = FILE.get("binary").get(table);
        BinaryOutcomes outcomes = Outcomes.measure(binary(table), COSTS);
        assertAgrees(outcomes, node.get("metrics"), 1e-8);
        ConfusionMatrix matrix = outcomes.confusion();
        assertThat(List.of(matrix.count(0, 0), matrix.count(0, 1), matrix.count(1, 0), matrix.count(1, 1)))
                .isEqualTo(IntStream.range(0, 4)
                        .mapToObj(i -> node.get("confusion").get(i).asLong())
                        .toList());
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theCurveGoesThroughThePointsOfScikitLearn(int table) {
        List<CurvePoint> curve = Outcomes.measure(binary(table), COSTS).precisionRecall();
        JsonNode points = FILE.get("binary").get(table).get("curve");
        assertThat(curve).hasSize(points.size());
        for (int i = 0; i < curve.size(); i++) {
            double[] point = Oracle.doubles(points.get(points.size() - 1 - i));
            assertThat(curve.get(i).threshold()).isEqualTo(point[0]);
            assertThat(curve.get(i).precision()).isCloseTo(point[1], within(1e-12));
            assertThat(curve.get(i).recall()).isCloseTo(point[2], within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void multiclassMetricsAreThoseOfScikitLearn(int table) {
        JsonNode node = FILE.get("multiclass").get(table);
        int n = node.get("labels").size();
        double[][] probabilities = new double[n][];
        int[] labels = new int[n];
        for (int row = 0; row < n; row++) {
            probabilities[row] = Oracle.doubles(node.get("probabilities").get(row));
            labels[row] = node.get("labels").get(row).asInt();
        }
        List<String> classes = IntStream.range(0, probabilities[0].length)
                .mapToObj(c -> "class " + c)
                .toList();
        MulticlassOutcomes outcomes = Outcomes.measure(
                MulticlassRows.ofProbabilities(classes, probabilities, labels), OutcomeOptions.defaults());
        assertAgrees(outcomes, node.get("metrics"), 1e-10);
        for (int c = 0; c < classes.size(); c++) {
            for (MetricValue value : outcomes.classes().get(c).metrics()) {
                JsonNode expected = node.get("classes").get(value.name().toString());
                if (expected != null) {
                    assertThat(point(value)).isCloseTo(expected.get(c).asDouble(), within(1e-12));
                }
            }
            for (int other = 0; other < classes.size(); other++) {
                assertThat(outcomes.confusion().count(c, other))
                        .isEqualTo(node.get("confusion").get(c).get(other).asLong());
            }
        }
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    @Test
    void regressionMetricsAreThoseOfScikitLearn() {
        JsonNode node = FILE.get("regression").get(0);
        RegressionOutcomes outcomes = Outcomes.measure(
                RegressionRows.of(Oracle.doubles(node.get("predictions")), Oracle.doubles(node.get("labels"))),
                OutcomeOptions.defaults());
        assertAgrees(outcomes, node.get("metrics"), 1e-12);
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    @Test
    void rankingMetricsAreThoseOfScikitLearnAndOfRandomOrdersOfTies() {
        JsonNode node = FILE.get("ranking").get(0);
        String[] queries = new String[node.get("queries").size()];
        for (int row = 0; row < queries.length; row++) {
            queries[row] = node.get("queries").get(row).asText();
        }
        RankingOutcomes outcomes = Outcomes.measure(
                RankingRows.of(queries, Oracle.doubles(node.get("scores")), Oracle.doubles(node.get("relevance"))),
                OutcomeOptions.defaults().atDepths(List.of(1, 3, 10)));
        assertAgrees(outcomes, node.get("metrics"), 1e-12);
        // 40 queries of 4,000 random orders: a standard error below .0011
        assertAgrees(outcomes, node.get("simulated"), 0.005);
        JsonRoundTrip.of(outcomes, OutcomeReport.class);
    }

    private static void assertAgrees(OutcomeReport outcomes, JsonNode expected, double tolerance) {
        expected.properties().forEach(entry -> {
            MetricValue value =
                    outcomes.metric(MetricName.parse(entry.getKey())).orElseThrow();
            assertThat(point(value))
                    .as(entry.getKey())
                    .isCloseTo(entry.getValue().asDouble(), within(tolerance));
        });
    }

    static double point(MetricValue value) {
        return value.estimate().point().orElseThrow(() -> new AssertionError(value.toString()));
    }
}
