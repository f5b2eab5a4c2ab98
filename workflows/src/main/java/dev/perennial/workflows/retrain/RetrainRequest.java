package dev.perennial.workflows.retrain;

import dev.perennial.registry.ModelName;
import dev.perennial.workflows.model.RetrainCommand;
import java.time.Instant;

/** One run: whose, why, and the event time up to which data may be used. */
public record RetrainRequest(ModelName model, String run, RetrainCommand command, Instant asOf) {}
