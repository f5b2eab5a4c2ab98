package dev.perennial.registry.store;

/** A store that does not do what the registry rests on; starting with it would lose or double entries. */
public final class UnfitStoreException extends RuntimeException {
    /** Names what the store failed, and its address. */
    public UnfitStoreException(String message) {
        super(message);
    }
}
