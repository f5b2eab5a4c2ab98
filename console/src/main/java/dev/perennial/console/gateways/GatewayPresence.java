package dev.perennial.console.gateways;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A gateway's own word on where it is and what it follows, renewed every few seconds. */
public record GatewayPresence(String instance, String url, long epoch, Map<String, Followed> follows, Instant at) {
    /** Copies the map. */
    public GatewayPresence {
        follows = Map.copyOf(follows);
    }

    /**
     * How far a gateway follows a model.
     *
     * @param champion the version that really answers
     * @param problem what keeps the gateway from serving what the log says
     */
    public record Followed(long logSeq, OptionalInt champion, List<Integer> versionsLoaded, Optional<String> problem) {
        /** Copies the list. */
        public Followed {
            versionsLoaded = List.copyOf(versionsLoaded);
        }
    }
}
