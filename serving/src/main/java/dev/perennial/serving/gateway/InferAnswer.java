package dev.perennial.serving.gateway;

import dev.perennial.serving.log.Arm;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import java.nio.ByteBuffer;

/**
 * Writes the answer to an inference request. One row: its id, arm and version are parameters and {@code model_version}.
 * Several: they are output tensors as well, since the rows of one request may be answered by different versions; the
 * parameters then say {@code mixed} and {@code model_version} is the champion's.
 */
final class InferAnswer {
    private InferAnswer() {}

    static ByteBuffer write(JsonBytes json, RouteTable table, InferRequest request, RowOutcomes outcomes) {
        int rows = outcomes.rows();
        boolean uniform = outcomes.uniform();
        json.raw("{\"model_name\":\"").raw(table.model().value()).raw("\",\"model_version\":\"");
        if (uniform) {
            version(json, outcomes, 0);
        } else {
            LoadedVersion champion = table.champion();
            json.number(champion == null ? 0 : champion.number());
        }
        json.raw("\"");
        String id = request.id();
        if (id != null) {
            json.raw(",\"id\":").text(id);
        }
        json.raw(",\"parameters\":{");
        if (rows == 1) {
            json.raw("\"prediction_id\":").id(outcomes.id(0)).raw(",");
        }
        json.raw("\"arm\":\"").raw(uniform ? outcomes.arm(0).word() : "mixed").raw("\"},\"outputs\":[");
        boolean comma = false;
        if (request.wantsProbability()) {
            head(json, "probability", "FP64", rows);
            for (int row = 0; row < rows; row++) {
                json.raw(row == 0 ? "" : ",").number(outcomes.score(row));
            }
            json.raw("]}");
            comma = true;
        }
        if (request.wantsIds()) {
            json.raw(comma ? "," : "");
            head(json, "prediction_id", "BYTES", rows);
            for (int row = 0; row < rows; row++) {
                json.raw(row == 0 ? "" : ",").id(outcomes.id(row));
            }
            json.raw("]}");
        }
        if (request.wantsRowDetails()) {
            json.raw(",");
            head(json, "arm", "BYTES", rows);
            for (int row = 0; row < rows; row++) {
                json.raw(row == 0 ? "\"" : ",\"").raw(outcomes.arm(row).word()).raw("\"");
            }
            json.raw("]},");
            head(json, "model_version", "BYTES", rows);
            for (int row = 0; row < rows; row++) {
                json.raw(row == 0 ? "\"" : ",\"");
                version(json, outcomes, row);
                json.raw("\"");
            }
            json.raw("]}");
        }
        return json.raw("]}").copy();
    }

    private static void head(JsonBytes json, String name, String datatype, int rows) {
        json.raw("{\"name\":\"")
                .raw(name)
                .raw("\",\"datatype\":\"")
                .raw(datatype)
                .raw("\",\"shape\":[")
                .number(rows)
                .raw("],\"data\":[");
    }

    private static void version(JsonBytes json, RowOutcomes outcomes, int row) {
        if (outcomes.arm(row) == Arm.FALLBACK) {
            json.raw("fallback");
        } else {
            json.number(outcomes.version(row));
        }
    }
}
