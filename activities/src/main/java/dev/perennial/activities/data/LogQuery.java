package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a model's log is wanted.
 *
 * @param outputs what the model answers with, and so what its labels are
 * @param matureBefore days that end at or before this instant have their labels: their join is worth keeping; empty while
 *     nothing is mature
 */
public record LogQuery(
        ModelName model, FeatureSchema schema, Outputs outputs, TimeWindow window, Optional<Instant> matureBefore) {
    /** Of a model that answers with a probability. */
    public LogQuery(ModelName model, FeatureSchema schema, TimeWindow window, Optional<Instant> matureBefore) {
        this(model, schema, Outputs.probability(), window, matureBefore);
    }
}
