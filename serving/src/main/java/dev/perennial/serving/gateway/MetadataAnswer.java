package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureSchema;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import java.nio.ByteBuffer;
import java.util.Map;

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

    static ByteBuffer model(RouteTable table) {
        JsonBytes json = new JsonBytes();
        json.raw("{\"name\":\"").raw(table.model().value()).raw("\",\"versions\":[");
        boolean comma = false;
        for (int version : table.versions().keySet()) {
            json.raw(comma ? ",\"" : "\"").number(version).raw("\"");
            comma = true;
        }
        json.raw("],\"platform\":\"perennial\",\"inputs\":[");
        FeatureSchema schema = table.schema();
        for (int column = 0; column < schema.size(); column++) {
            json.raw(column == 0 ? "" : ",")
                    .raw("{\"name\":\"")
                    .raw(schema.feature(column).name());
            json.raw("\",\"datatype\":\"")
                    .raw(schema.holdsNumbers(column) ? "FP64" : "BYTES")
                    .raw("\",\"shape\":[-1],\"parameters\":{\"presence\":\"")
                    .raw(
                            switch (schema.feature(column).presence()) {
                                case REQUIRED -> "required";
                                case OPTIONAL -> "optional";
                            })
                    .raw("\"}}");
        }
        return json.raw("],\"outputs\":[{\"name\":\"probability\",\"datatype\":\"FP64\",\"shape\":[-1]},")
                .raw("{\"name\":\"prediction_id\",\"datatype\":\"BYTES\",\"shape\":[-1]}]}")
                .copy();
    }

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
