package dev.perennial.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The version of the object layout in a store, written once as {@code perennial/format}. */
public final class StoreLayout {
    private static final String KEY = "perennial/format";
    private static final String CURRENT = "{\"layout\":1}";

    private StoreLayout() {}

    /** Marks a fresh store with this version's layout; throws {@link UnfitStoreException} if the store has another. */
    public static void claim(ObjectStore store) {
        if (store.create(KEY, CURRENT.getBytes(UTF_8)) == CreateOutcome.CONFLICT) {
            String found =
                    store.read(KEY).map(content -> new String(content, UTF_8)).orElse("nothing");
            throw new UnfitStoreException("Cannot use the store at " + store.address() + ": its layout is "
                    + found.substring(0, Math.min(found.length(), 100)) + ", expected " + CURRENT);
        }
    }
}
