package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import java.util.Optional;

/**
 * A question in SQL to a model's log.
 *
 * @param window the event times that the views show; empty for all of them
 */
public record LogQuestion(ModelName model, Optional<TimeWindow> window, String sql) {}
