package dev.perennial.registry.spec;

import java.time.Duration;

/**
 * How a model is watched: windows of event time of length {@code window} end every {@code every}; {@code poll} is how
 * often (wall clock) the schedule looks for windows that the event-time watermark has closed; {@code lateness} is how
 * far behind the newest event a late one may come.
 */
public record MonitorSpec(
        Duration every, Duration window, Duration poll, Duration lateness, double effectFloor, double falseAlarmRate) {}
