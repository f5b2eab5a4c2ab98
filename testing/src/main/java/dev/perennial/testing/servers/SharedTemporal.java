package dev.perennial.testing.servers;

/**
 * The one Temporal server of this JVM, started by whoever asks first and killed when the JVM ends.
 *
 * <p>Tests keep apart by workflow id and task queue. A test that kills a server starts one of its own.
 */
public final class SharedTemporal {
    private SharedTemporal() {}

    public static TemporalServer get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        private static final TemporalServer SERVER = TemporalServer.start(ServerData.folder("shared-temporal"));
    }
}
