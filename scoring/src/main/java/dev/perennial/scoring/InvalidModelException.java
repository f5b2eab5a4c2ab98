package dev.perennial.scoring;

import org.jspecify.annotations.Nullable;

/** A model file that cannot be used: where it goes wrong and why. Reading it again gives the same answer. */
public final class InvalidModelException extends RuntimeException {

    private final int position;
    private final String reason;

    InvalidModelException(int position, String reason, @Nullable Throwable cause) {
        super("Invalid model file: " + reason + ", at byte " + position, cause);
        this.position = position;
        this.reason = reason;
    }

    /** The offset of the byte at which reading stopped. */
    public int position() {
        return position;
    }

    public String reason() {
        return reason;
    }
}
