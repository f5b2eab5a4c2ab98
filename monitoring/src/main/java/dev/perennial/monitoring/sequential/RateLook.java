package dev.perennial.monitoring.sequential;

import dev.perennial.monitoring.Require;

/**
 * What happened since the last look: how many requests each arm answered, and how many of them were events (errors,
 * fallbacks, breaches of a latency objective).
 *
 * @param championRequests requests of the champion since the last look
 * @param canaryRequests requests of the canary since the last look
 * @param championEvents events among the champion's requests
 * @param canaryEvents events among the canary's requests
 */
public record RateLook(long championRequests, long canaryRequests, long championEvents, long canaryEvents) {

    /** Checks that events do not outnumber requests. */
    public RateLook {
        Require.notNegative(championEvents, "champion events");
        Require.notNegative(canaryEvents, "canary events");
        if (championEvents > championRequests || canaryEvents > canaryRequests) {
            throw new IllegalArgumentException("Invalid look: " + championEvents + " of " + championRequests
                    + " champion requests and " + canaryEvents + " of " + canaryRequests + " canary requests");
        }
    }
}
