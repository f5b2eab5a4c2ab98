package dev.perennial.registry.spec;

import dev.perennial.registry.TimeWindow;

/**
 * A model that another server answers for: its predictions are told or imported, and are watched here, and nothing is
 * answered or trained.
 *
 * @param reference the part of its log that stands for what a model trained here was proven on
 */
public record ExternalSpec(TimeWindow reference) {}
