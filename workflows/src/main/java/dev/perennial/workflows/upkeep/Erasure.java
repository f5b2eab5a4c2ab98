package dev.perennial.workflows.upkeep;

import dev.perennial.registry.Digest;
import java.util.regex.Pattern;

/**
 * Whose rows are to be erased, as it is kept in the store until they are. The log of the registry names it by a digest of
 * salt and entity; only the person who asked is given the salt, and can show later whose rows were meant.
 */
public record Erasure(String entity, String salt) {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{8,64}");

    /** Refuses an entity or salt that is blank. */
    public Erasure {
        if (entity.isBlank() || salt.isBlank()) {
            throw new IllegalArgumentException("Invalid erasure: entity or salt is blank");
        }
    }

    /** What the registry's log says of the entity. */
    public Digest digest() {
        return Digest.of(salt + '\n' + entity);
    }

    /** The folder of an erasure's objects. */
    public static String folder(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Invalid erasure id: '" + id + "'");
        }
        return "erasures/" + id + "/";
    }

    /** Where the entity is kept. */
    public static String key(String id) {
        return folder(id) + "entity.json";
    }
}
