package dev.perennial.serving.routing;

import dev.perennial.registry.spec.ModelSpec;

/** Reads a declared model file, as it was written. */
public interface SpecReader {
    /** The declaration; throws what the registry throws for a file that is invalid. */
    ModelSpec read(byte[] file);
}
