package dev.perennial.monitoring.compat.nannyml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.SharedTable;
import dev.perennial.monitoring.compat.PeerSplits;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("oracle-nannyml")
class NannyMethodsOracleTest {
    private static final double PARITY = 1e-6;
    private static final int CHUNK = 5000;

    @TestFactory
    Stream<DynamicTest> everyChunkOfEveryColumnGivesNannymlsNumber() {
        JsonNode chunks = oracle("univariate");
        SharedTable reference = SharedTable.of("employment_MA_reference.csv.gz");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : reference.names()) {
            Column column = reference.column(name, PeerSplits.CENSUS_NUMBERS);
            for (NannyMethod method : NannyMethod.values()) {
                String prefix = name + "__" + method.key() + "__";
                if (chunks.get(0).has(prefix + "value")) {
                    tests.add(DynamicTest.dynamicTest(prefix, () -> check(chunks, prefix, name, method, column)));
                }
            }
        }
        assertThat(tests).hasSize(2 * 4 + 16 * 4);
        return tests.stream();
    }

    private static void check(JsonNode chunks, String prefix, String name, NannyMethod method, Column reference) {
        FittedMethod fitted = method.fit(reference);
        List<Column> columns = chunks(name);
        assertThat(columns).hasSize(chunks.size());
        List<ChunkValue> values = columns.stream()
                .map(column -> fitted.value(column).orElseThrow())
                .toList();
        Thresholds thresholds = Thresholds.ofDrift(
                method,
                IntStream.range(0, values.size())
                        .filter(i -> isReference(chunks.get(i)))
                        .mapToDouble(i -> values.get(i).value())
                        .toArray());
        for (int i = 0; i < values.size(); i++) {
            JsonNode expected = chunks.get(i);
            double value = expected.required(prefix + "value").asDouble();
            assertThat(values.get(i).value())
                    .as("chunk %s", i)
                    .isCloseTo(value, within(PARITY * Math.max(1, Math.abs(value))));
            assertThat(values.get(i).alert(thresholds))
                    .as("alert of chunk %s", i)
                    .isEqualTo(expected.required(prefix + "alert").asBoolean());
            same(thresholds.upper(), expected.required(prefix + "upper_threshold"));
            same(thresholds.lower(), expected.required(prefix + "lower_threshold"));
        }
    }

    @TestFactory
    Stream<DynamicTest> everySharesOfDataQualityIsNannymls() {
        SharedTable reference = SharedTable.of("employment_MA_reference.csv.gz");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : reference.names()) {
            Column column = reference.column(name, PeerSplits.CENSUS_NUMBERS);
            JsonNode missing = oracle("missing");
            if (missing.get(0).has(name + "__value")) {
                tests.add(DynamicTest.dynamicTest("missing " + name, () -> {
                    share(missing, name, DataQuality::missing, "value");
                    share(missing, name, chunk -> DataQuality.missingSamplingError(column, chunk), "sampling_error");
                    double[] onReference = IntStream.range(0, missing.size())
                            .filter(i -> isReference(missing.get(i)))
                            .mapToDouble(i -> DataQuality.missing(chunks(name).get(i)))
                            .toArray();
                    alerts(missing, name, DataQuality::missing, Thresholds.ofMissing(onReference));
                }));
            }
            JsonNode unseen = oracle("unseen");
            if (unseen.get(0).has(name + "__value")) {
                CategoryColumn categories = reference.categories(name);
                tests.add(DynamicTest.dynamicTest("unseen " + name, () -> {
                    ToDoubleFunction<Column> share = chunk -> DataQuality.unseen(categories, (CategoryColumn) chunk);
                    share(unseen, name, share, "value");
                    alerts(unseen, name, share, Thresholds.none());
                }));
            }
            JsonNode range = oracle("range");
            if (range.get(0).has(name + "__value")) {
                NumberColumn numbers = reference.numbers(name);
                tests.add(DynamicTest.dynamicTest("range " + name, () -> {
                    ToDoubleFunction<Column> share = chunk -> DataQuality.outOfRange(numbers, (NumberColumn) chunk);
                    share(range, name, share, "value");
                    alerts(range, name, share, Thresholds.none());
                }));
            }
        }
        assertThat(tests).hasSize(16 + 15 + 1);
        return tests.stream();
    }

    @Test
    void aMethodOfTheOtherKindIsRefused() {
        assertThatThrownBy(() -> NannyMethod.CHI_SQUARE.fit(new NumberColumn(new double[] {1, 2})))
                .hasMessage("Invalid method: NannyML has no chi2 for numbers");
        assertThat(NannyMethod.WASSERSTEIN
                        .fit(new NumberColumn(new double[] {1, 2}))
                        .value(new NumberColumn(new double[] {Double.NaN})))
                .isEmpty();
    }

    private static void share(JsonNode chunks, String name, ToDoubleFunction<Column> share, String what) {
        List<Column> columns = chunks(name);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(share.applyAsDouble(columns.get(i)))
                    .as("chunk %s", i)
                    .isCloseTo(chunks.get(i).required(name + "__" + what).asDouble(), within(PARITY));
        }
    }

    private static void alerts(JsonNode chunks, String name, ToDoubleFunction<Column> share, Thresholds thresholds) {
        List<Column> columns = chunks(name);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(thresholds.alert(share.applyAsDouble(columns.get(i))))
                    .as("alert of chunk %s", i)
                    .isEqualTo(chunks.get(i).required(name + "__alert").asBoolean());
            same(thresholds.upper(), chunks.get(i).required(name + "__upper_threshold"));
            same(thresholds.lower(), chunks.get(i).required(name + "__lower_threshold"));
        }
    }

    private static void same(OptionalDouble actual, JsonNode expected) {
        assertThat(actual.isEmpty()).isEqualTo(expected.isNull());
        if (actual.isPresent()) {
            assertThat(actual.getAsDouble()).isCloseTo(expected.asDouble(), within(PARITY));
        }
    }

    /* As the oracle's rows: all chunks of the reference, then all of the analysis; the last one may be shorter. */
    private static List<Column> chunks(String name) {
        List<Column> chunks = new ArrayList<>();
        for (String file : List.of("employment_MA_reference.csv.gz", "employment_MA_analysis.csv.gz")) {
            SharedTable table = SharedTable.of(file);
            for (int from = 0; from < table.size(); from += CHUNK) {
                chunks.add(
                        table.rows(from, Math.min(table.size(), from + CHUNK)).column(name, PeerSplits.CENSUS_NUMBERS));
            }
        }
        return chunks;
    }

    private static boolean isReference(JsonNode chunk) {
        String key = chunk.has("chunk__chunk__period") ? "chunk__chunk__period" : "chunk__period";
        return chunk.required(key).asText().equals("reference");
    }

    private static JsonNode oracle(String section) {
        return SharedTable.oracle("nannyml_0.13.1_us_census_ma_chunk5000.json").required(section);
    }
}
