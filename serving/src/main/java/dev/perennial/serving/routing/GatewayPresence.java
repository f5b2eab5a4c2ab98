package dev.perennial.serving.routing;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one gateway serves, written to {@code gateways/{instance}.json} on every change and every few seconds, so that a
 * rollback can wait until all gateways follow. A gateway that is not heard of for a minute is gone.
 */
public record GatewayPresence(
        String instance, String url, long epoch, SortedMap<String, Following> follows, Instant at) {
    /** Copies the map. */
    public GatewayPresence {
        follows = Collections.unmodifiableSortedMap(new TreeMap<>(follows));
    }

    /** The key of a gateway's presence mark. */
    public static String key(String instance) {
        return "gateways/" + instance + ".json";
    }

    /**
     * How far the gateway follows one model.
     *
     * @param champion the version that really answers, which is not the registry's if that one could not be served
     * @param problem what keeps the gateway from serving what the log says
     */
    public record Following(long logSeq, OptionalInt champion, List<Integer> versionsLoaded, Optional<String> problem) {
        /** Copies the list. */
        public Following {
            versionsLoaded = List.copyOf(versionsLoaded);
        }
    }
}
