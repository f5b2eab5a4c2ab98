package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oracle-nannyml")
class CbpeOracleTest {

    @Test
    void equalsNannyMlInEveryChunk() {
        Census reference = Census.reference();
        Census analysis = Census.analysis();
        JsonNode oracle = Census.oracle();
        Cbpe cbpe = Cbpe.fit(
                reference.scores, reference.decisions, reference.labels, Census.CHUNK, new CellValues(0, -1, -5, 10));
        assertThat(cbpe.needsCalibration())
                .isEqualTo(oracle.required("cbpe_needs_calibration").asBoolean());
        for (int index = 0; index < oracle.required("cbpe").size(); index++) {
            JsonNode expected = oracle.required("cbpe").get(index);
            Census chunk = index < Census.REFERENCE_CHUNKS
                    ? reference.chunk(index)
                    : analysis.chunk(index - Census.REFERENCE_CHUNKS);
            Map<CbpeMetric, CbpeValue> actual = cbpe.estimate(chunk.scores, chunk.decisions);
            for (CbpeMetric metric : CbpeMetric.values()) {
                CbpeValue value = actual.get(metric);
                assertThat(value).as(metric.label()).isNotNull();
                same(expected, metric, "value", value.value());
                same(expected, metric, "sampling_error", value.samplingError());
                same(expected, metric, "lower_confidence_boundary", value.lowerBound());
                same(expected, metric, "upper_confidence_boundary", value.upperBound());
                same(expected, metric, "lower_threshold", value.lowerThreshold());
                same(expected, metric, "upper_threshold", value.upperThreshold());
                assertThat(value.alert())
                        .isEqualTo(expected.required(metric.label() + "__alert").asBoolean());
            }
        }
    }

    private static void same(JsonNode expected, CbpeMetric metric, String field, double actual) {
        String name = metric.label() + "__" + field;
        assertThat(actual).as(name).isEqualTo(expected.required(name).asDouble(), within(1e-6));
    }
}
