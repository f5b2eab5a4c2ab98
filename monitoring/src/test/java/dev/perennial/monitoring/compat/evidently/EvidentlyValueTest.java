package dev.perennial.monitoring.compat.evidently;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidentlyValueTest {

    @Test
    void itsKindsKeepTheirNamesOnTheWire() throws Exception {
        Map<EvidentlyValue, String> golden = new LinkedHashMap<>();
        golden.put(EvidentlyValue.of(1.5), "{\"kind\":\"single\",\"value\":1.5}");
        golden.put(EvidentlyValue.of(Double.NEGATIVE_INFINITY), "{\"kind\":\"no-number\",\"shown\":\"-inf\"}");
        golden.put(EvidentlyValue.of(Double.NaN), "{\"kind\":\"no-number\",\"shown\":\"nan\"}");
        golden.put(new EvidentlyValue.Count(3, 1.5), "{\"kind\":\"count\",\"count\":3,\"share\":1.5}");
        golden.put(new EvidentlyValue.MeanAndDeviation(2, 0.5), "{\"kind\":\"mean-std\",\"mean\":2.0,\"std\":0.5}");
        golden.put(
                new EvidentlyValue.ByLabel(Map.of("1", 0.5, "0", 1.0)),
                "{\"kind\":\"by-label\",\"values\":{\"0\":1.0,\"1\":0.5}}");
        golden.put(
                new EvidentlyValue.LabelCounts(Map.of("a", 2L), Map.of("a", 1.0)),
                "{\"kind\":\"label-counts\",\"counts\":{\"a\":2},\"shares\":{\"a\":1.0}}");
        golden.put(new EvidentlyValue.Raised("no rows"), "{\"kind\":\"raised\",\"reason\":\"no rows\"}");
        ObjectMapper json = new ObjectMapper();
        for (var entry : golden.entrySet()) {
            String written = json.writerFor(EvidentlyValue.class).writeValueAsString(entry.getKey());
            assertThat(written).isEqualTo(entry.getValue());
            assertThat(json.readValue(written, EvidentlyValue.class)).isEqualTo(entry.getKey());
        }
    }
}
