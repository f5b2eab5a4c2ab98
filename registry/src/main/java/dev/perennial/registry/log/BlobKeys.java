package dev.perennial.registry.log;

import dev.perennial.registry.Digest;

/** Where blobs lie in the store, for the removal of those that hold rows which somebody has asked to erase. */
public final class BlobKeys {
    private BlobKeys() {}

    /** The key of the bytes with this digest. */
    public static String of(Digest digest) {
        return RegistryKeys.blob(digest);
    }
}
