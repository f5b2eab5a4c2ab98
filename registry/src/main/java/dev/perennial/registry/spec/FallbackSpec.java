package dev.perennial.registry.spec;

/** What answers when no model can: a constant probability. */
public record FallbackSpec(double constant) {
    /** Checks that the constant is a probability. */
    public FallbackSpec {
        if (!(constant >= 0 && constant <= 1)) {
            throw new IllegalArgumentException(
                    "Invalid fallback: " + constant + ", expected a probability from 0 to 1");
        }
    }
}
