package dev.perennial.registry.store;

import java.time.Duration;

/**
 * How long the S3 adapter waits and how often it asks again, so that every call ends.
 *
 * @param connect for a connection
 * @param stall without a byte in either direction
 * @param call for one request, from connecting to the last byte
 * @param transfer for one request that carries a file
 * @param attempts at most, per operation
 * @param firstPause the ceiling of the random wait after the first failed attempt; it doubles
 * @param longestPause the highest ceiling of such a wait
 */
public record S3Limits(
        Duration connect,
        Duration stall,
        Duration call,
        Duration transfer,
        int attempts,
        Duration firstPause,
        Duration longestPause) {
    /** What processes use unless told otherwise. */
    public static S3Limits standard() {
        return new S3Limits(
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                6,
                Duration.ofMillis(100),
                Duration.ofSeconds(2));
    }
}
