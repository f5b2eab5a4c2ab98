package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.FeatureSpec;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what the protocol calls metadata: of the server, of a model, and the index of all models. */
final class MetadataAnswer {
    private MetadataAnswer() {}

    static ByteBuffer server(String version) {
        return new JsonBytes()
                .raw("{\"name\":\"perennial\",\"version\":")
                .text(version)
                .raw(",\"extensions\":[\"binary_tensor_data\",\"model_repository\"]}")
                .copy();
    }

    /** Of the model with all its versions; of one version where the caller named it. */
    static ByteBuffer model(RouteTable table, @Nullable LoadedVersion pinned) {
        JsonBytes json = new JsonBytes();
        json.raw("{\"name\":\"").raw(table.model().value()).raw("\",\"versions\":[");
        if (pinned != null) {
            json.raw("\"").number(pinned.number()).raw("\"");
        } else {
            boolean comma = false;
            for (int version : table.versions().keySet()) {
                json.raw(comma ? ",\"" : "\"").number(version).raw("\"");
                comma = true;
            }
        }
        json.raw("],\"platform\":\"perennial\",\"inputs\":[");
        for (int column = 0; column < table.schema().size(); column++) {
            json.raw(column == 0 ? "" : ",");
            input(json, table.schema(), column, table.spec().features().get(column));
        }
        json.raw("],\"outputs\":[");
        boolean comma = false;
        for (OutputTensor output : OutputTensor.of(table.outputs())) {
            boolean matrix = output == OutputTensor.CONTRIBUTIONS || output == OutputTensor.PROBABILITIES;
            int width = output.width(table.schema().size(), table.outputs());
            json.raw(comma ? "," : "")
                    .raw("{\"name\":\"")
                    .raw(output.word())
                    .raw("\",\"datatype\":\"")
                    .raw(output.datatype())
                    .raw(matrix ? "\",\"shape\":[-1," + width + "]" : "\",\"shape\":[-1]");
            if (output == OutputTensor.PROBABILITIES) {
                json.raw(",\"parameters\":{\"classes\":")
                        .text(String.join(",", table.spec().label().classes()))
                        .raw("}");
            }
            json.raw("}");
            comma = true;
        }
        json.raw("],\"parameters\":{");
        parameters(json, table, pinned == null ? table.champion() : pinned);
        return json.raw("}}").copy();
    }

    private static void input(JsonBytes json, FeatureSchema schema, int column, FeatureSpec declared) {
        json.raw("{\"name\":\"")
                .raw(declared.name())
                .raw("\",\"datatype\":\"")
                .raw(schema.holdsNumbers(column) ? "FP64" : "BYTES")
                .raw("\",\"shape\":[-1],\"parameters\":{\"presence\":\"")
                .raw(
                        switch (declared.presence()) {
                            case REQUIRED -> "required";
                            case OPTIONAL -> "optional";
                        })
                .raw("\"");
        declared.unit().ifPresent(unit -> json.raw(",\"unit\":").text(unit));
        declared.range()
                .ifPresent(range -> json.raw(",\"range_low\":")
                        .number(range.low())
                        .raw(",\"range_high\":")
                        .number(range.high()));
        declared.maxCategories()
                .ifPresent(most -> json.raw(",\"max_categories\":").number(most));
        json.raw("}}");
    }

    private static void parameters(JsonBytes json, RouteTable table, @Nullable LoadedVersion version) {
        json.raw("\"task\":\"").raw(table.spec().task().word()).raw("\",\"event_time\":\"");
        json.raw(word(table.spec().time())).raw("\"");
        if (InputNames.allowsMatrix(table.schema())) {
            json.raw(",\"matrix_input\":\"").raw(InputNames.MATRIX.get(0)).raw("\"");
        }
        LoadedVersion champion = table.champion();
        if (champion != null) {
            json.raw(",\"champion\":\"").number(champion.number()).raw("\"");
        }
        if (version != null) {
            json.raw(",\"algorithm\":\"")
                    .raw(version.algorithm())
                    .raw("\",\"digest\":\"")
                    .raw(version.digest().hex())
                    .raw("\"");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All versions in memory, and models that have none. */
    static ByteBuffer index(Map<String, RouteTable> tables) {
        JsonBytes json = new JsonBytes().raw("[");
        boolean comma = false;
        for (RouteTable table : tables.values()) {
            LoadedVersion champion = table.champion();
            String problems = String.join("; ", table.problems());
            if (champion == null) {
                entry(json, comma, table, "", "UNAVAILABLE", problems.isEmpty() ? "it has no champion" : problems);
                comma = true;
            }
            for (int version : table.versions().keySet()) {
                String reason = champion != null && champion.number() == version ? problems : "";
                entry(json, comma, table, String.valueOf(version), "READY", reason);
                comma = true;
            }
        }
        return json.raw("]").copy();
    }

    /** All versions in memory. */
    static ByteBuffer readyIndex(Map<String, RouteTable> tables) {
        JsonBytes json = new JsonBytes().raw("[");
        boolean comma = false;
        for (RouteTable table : tables.values()) {
            for (int version : table.versions().keySet()) {
                entry(json, comma, table, String.valueOf(version), "READY", "");
                comma = true;
            }
        }
        return json.raw("]").copy();
    }

    private static void entry(
            JsonBytes json, boolean comma, RouteTable table, String version, String state, String reason) {
        json.raw(comma ? "," : "")
                .raw("{\"name\":\"")
                .raw(table.model().value())
                .raw("\",\"version\":\"")
                .raw(version)
                .raw("\",\"state\":\"")
                .raw(state)
                .raw("\",\"reason\":")
                .text(reason)
                .raw("}");
    }
}
