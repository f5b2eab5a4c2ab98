package dev.perennial.registry.log;

/** A stored record that is not what was written: edited, deleted, reordered or cut; a person has to look. */
public final class DamagedRegistryException extends RuntimeException {
    /** Names the record and what does not fit. */
    public DamagedRegistryException(String message) {
        super(message);
    }

    /** The same, with the failure that showed it. */
    public DamagedRegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
