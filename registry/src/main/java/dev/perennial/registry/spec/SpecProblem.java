package dev.perennial.registry.spec;

/** One error in a model file: where it is (from 1), what is wrong and what would be right. */
public record SpecProblem(int line, int column, String message) {}
