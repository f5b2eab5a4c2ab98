package dev.perennial.serving.gateway;

import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;

/**
 * Writes answers to inference requests, in buffers that are used again. One row: its id, arm and version are parameters
 * and {@code model_version}. Several: they are output tensors as well, since the rows of one request may be answered by
 * different versions; the parameters then say {@code mixed} and {@code model_version} is the champion's. Not thread-safe.
 */
final class InferAnswer {
    private final JsonBytes json = new JsonBytes();
    private final TensorBytes tensors = new TensorBytes();

    AnswerBody write(RouteTable table, InferRequest request, RowOutcomes outcomes, RowExplanations explanations) {
        json.clear();
        tensors.clear();
        head(table, request, outcomes);
        RequestedOutputs outputs = request.outputs();
        for (int index = 0; index < outputs.count(); index++) {
            OutputTensor output = outputs.output(index);
            json.raw(index == 0 ? "{\"name\":\"" : ",{\"name\":\"")
                    .raw(output.word())
                    .raw("\",\"datatype\":\"")
                    .raw(output.datatype())
                    .raw("\",\"shape\":[")
                    .number(outcomes.rows());
            if (output.explains()) {
                explanation(output, request.schema(), outcomes.rows(), explanations, outputs.isBinary(index));
            } else if (output == OutputTensor.PROBABILITIES) {
                probabilities(table.outputs(), outcomes, outputs.isBinary(index));
            } else if (outputs.isBinary(index)) {
                binary(output, outcomes);
            } else {
                text(output, outcomes);
            }
        }
        json.raw("]}");
        if (tensors.size() == 0) {
            return AnswerBody.json(json.copy());
        }
        ByteBuffer body = ByteBuffer.allocate(json.size() + tensors.size());
        json.copyTo(body);
        tensors.copyTo(body);
        return new AnswerBody(body.flip(), json.size());
    }

    private void head(RouteTable table, InferRequest request, RowOutcomes outcomes) {
        boolean uniform = outcomes.uniform();
        json.raw("{\"model_name\":\"").raw(table.model().value()).raw("\",\"model_version\":\"");
        if (uniform) {
            version(outcomes, 0);
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
        if (outcomes.rows() == 1) {
            json.raw("\"prediction_id\":").id(outcomes.id(0)).raw(",");
        }
        json.raw("\"arm\":\"").raw(uniform ? outcomes.arm(0).word() : "mixed").raw("\"},\"outputs\":[");
    }

    private void text(OutputTensor output, RowOutcomes outcomes) {
        json.raw("],\"data\":[");
        for (int row = 0; row < outcomes.rows(); row++) {
            json.raw(row == 0 ? "" : ",");
            switch (output) {
                case PROBABILITY, VALUE -> json.number(outcomes.score(row));
                case CLASS -> json.text(outcomes.classes(row).word());
                case PREDICTION_ID -> json.id(outcomes.id(row));
                case ARM -> json.raw("\"").raw(outcomes.arm(row).word()).raw("\"");
                case MODEL_VERSION -> {
                    json.raw("\"");
                    version(outcomes, row);
                    json.raw("\"");
                }
                case PROBABILITIES, CONTRIBUTIONS, CONTRIBUTIONS_BASE ->
                    throw new IllegalStateException("Not of an outcome");
            }
        }
        json.raw("]}");
    }

    private void binary(OutputTensor output, RowOutcomes outcomes) {
        int before = tensors.size();
        for (int row = 0; row < outcomes.rows(); row++) {
            switch (output) {
                case PROBABILITY, VALUE -> tensors.fp64(outcomes.score(row));
                case CLASS -> tensors.text(outcomes.classes(row).word());
                case PREDICTION_ID -> tensors.text(outcomes.id(row).toString());
                case ARM -> tensors.text(outcomes.arm(row).word());
                case MODEL_VERSION ->
                    tensors.text(
                            outcomes.arm(row) == Arm.FALLBACK
                                    ? outcomes.arm(row).word()
                                    : Integer.toString(outcomes.version(row)));
                case PROBABILITIES, CONTRIBUTIONS, CONTRIBUTIONS_BASE ->
                    throw new IllegalStateException("Not of an outcome");
            }
        }
        json.raw("],\"parameters\":{\"binary_data_size\":")
                .number(tensors.size() - before)
                .raw("}}");
    }

    /* A row of the tensor is a row of the request, its elements are the classes in the order of the declaration. */
    private void probabilities(Outputs outputs, RowOutcomes outcomes, boolean isBinary) {
        String names = outputs.match(probability -> "", classes -> String.join(",", classes.labels()), value -> "");
        int width = outputs.count();
        json.raw(",").number(width).raw("],\"parameters\":{\"classes\":").text(names);
        if (isBinary) {
            json.raw(",\"binary_data_size\":")
                    .number((long) Double.BYTES * outcomes.rows() * width)
                    .raw("}}");
        } else {
            json.raw("},\"data\":[");
        }
        for (int index = 0; index < outcomes.rows() * width; index++) {
            double probability = outcomes.classes(index / width).probability(index % width);
            if (isBinary) {
                tensors.fp64(probability);
            } else {
                json.raw(index == 0 ? "" : ",").number(probability);
            }
        }
        json.raw(isBinary ? "" : "]}");
    }

    private void explanation(
            OutputTensor output, FeatureSchema schema, int rows, RowExplanations explanations, boolean isBinary) {
        int width = output == OutputTensor.CONTRIBUTIONS ? schema.size() : 1;
        if (output == OutputTensor.CONTRIBUTIONS) {
            json.raw(",").number(width);
        }
        json.raw("],\"parameters\":{\"unit\":\"").raw(explanations.unit());
        if (output == OutputTensor.CONTRIBUTIONS) {
            String names = schema.features().stream().map(Feature::name).collect(Collectors.joining(","));
            json.raw("\",\"features\":\"").raw(names);
        }
        if (isBinary) {
            json.raw("\",\"binary_data_size\":")
                    .number((long) Double.BYTES * rows * width)
                    .raw("}}");
        } else {
            json.raw("\"},\"data\":[");
        }
        for (int index = 0; index < rows * width; index++) {
            int row = index / width;
            double value =
                    output == OutputTensor.CONTRIBUTIONS ? explanations.of(row, index % width) : explanations.base(row);
            if (isBinary) {
                tensors.fp64(value);
            } else {
                json.raw(index == 0 ? "" : ",");
                // JSON has no word for what is not known, or for what overflows.
                if (Double.isFinite(value)) {
                    json.number(value);
                } else {
                    json.raw("null");
                }
            }
        }
        json.raw(isBinary ? "" : "]}");
    }

    private void version(RowOutcomes outcomes, int row) {
        if (outcomes.arm(row) == Arm.FALLBACK) {
            json.raw("fallback");
        } else {
            json.number(outcomes.version(row));
        }
    }
}
