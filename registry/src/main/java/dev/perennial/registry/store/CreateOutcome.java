package dev.perennial.registry.store;

/** What became of a create-only write, known for certain. */
public enum CreateOutcome {
    /** The object was absent and holds our bytes now. */
    CREATED,
    /** The object holds exactly our bytes already: an earlier attempt of this same write, or the same content. */
    IDENTICAL,
    /** Somebody else's object stands there. */
    CONFLICT
}
