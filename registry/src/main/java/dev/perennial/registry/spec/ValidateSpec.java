package dev.perennial.registry.spec;

/** What a candidate must prove against the champion on held-out rows: superiority on log loss, margins on the rest. */
public record ValidateSpec(double aucMargin, double brierMargin, double alpha) {}
