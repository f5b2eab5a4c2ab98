package dev.perennial.activities.context;

import java.util.function.Supplier;

/** How an activity tells the engine that it is alive. Telling it may throw: the engine has given the work up. */
public interface Heartbeat {
    /** Tells it once, with a word about progress. */
    void beat(String progress);

    /** Runs the work and tells it every few seconds until the work is done. */
    <T> T during(String progress, Supplier<T> work);

    /** For work outside an activity. */
    static Heartbeat none() {
        return new Heartbeat() {
            @Override
            public void beat(String progress) {}

            @Override
            public <T> T during(String progress, Supplier<T> work) {
                return work.get();
            }
        };
    }
}
