package dev.perennial.monitoring.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.estimation.Census;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oracle-nannyml")
class ReconstructionDriftOracleTest {

    @Test
    void equalsNannyMlInEveryChunk() {
        Census reference = Census.reference();
        Census analysis = Census.analysis();
        JsonNode oracle = Census.oracle().required("pca");
        ReconstructionDrift drift = ReconstructionDrift.fit(reference.features, Census.CHUNK);
        for (int index = 0; index < oracle.size(); index++) {
            Census chunk = index < Census.REFERENCE_CHUNKS
                    ? reference.chunk(index)
                    : analysis.chunk(index - Census.REFERENCE_CHUNKS);
            ReconstructionDrift.Chunk actual = drift.measure(chunk.features);
            JsonNode expected = oracle.get(index);
            same(expected, "value", actual.value());
            same(expected, "sampling_error", actual.samplingError());
            same(expected, "lower_confidence_boundary", actual.lowerBound());
            same(expected, "upper_confidence_boundary", actual.upperBound());
            same(expected, "lower_threshold", actual.lowerThreshold());
            same(expected, "upper_threshold", actual.upperThreshold());
            assertThat(actual.alert())
                    .isEqualTo(expected.required("reconstruction_error__alert").asBoolean());
        }
    }

    private static void same(JsonNode expected, String field, double actual) {
        String name = "reconstruction_error__" + field;
        assertThat(actual).as(name).isEqualTo(expected.required(name).asDouble(), within(1e-6));
    }
}
