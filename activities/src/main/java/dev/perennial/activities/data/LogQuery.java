package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.scoring.FeatureSchema;
import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a model's log is wanted.
 *
 * @param matureBefore days that end at or before this instant have their labels: their join is worth keeping; empty while
 *     nothing is mature
 */
public record LogQuery(ModelName model, FeatureSchema schema, TimeWindow window, Optional<Instant> matureBefore) {}
