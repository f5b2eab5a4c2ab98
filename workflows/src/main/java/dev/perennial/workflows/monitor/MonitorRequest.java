package dev.perennial.workflows.monitor;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import java.util.Optional;

/** Which windows to judge: those that the watermark has closed since the last run, or one named by a person. */
public record MonitorRequest(ModelName model, Optional<TimeWindow> window) {}
