package dev.perennial.testing.servers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one S3 store of this JVM, started by whoever asks first and killed when the JVM ends.
 *
 * <p>Tests share its bucket and keep apart by prefix. A test that kills a store starts one of its own.
 */
public final class SharedStore {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private SharedStore() {}

    public static StoreServer get() {
        return Holder.STORE;
    }

    /** A key prefix, without a slash, that no other caller in this JVM has been given. */
    public static String freshPrefix(String name) {
        return name + "-" + PREFIXES.incrementAndGet();
    }

    private static final class Holder {
        private static final StoreServer STORE = StoreServer.start(ServerData.folder("shared-store"));
    }
}
