package dev.perennial.activities.data;

/** A file of the log that was listed and is gone: another stands in its place, which a new listing shows. */
public final class VanishedFileException extends RuntimeException {
    /** States which file is gone from where. */
    public VanishedFileException(String message) {
        super(message);
    }
}
