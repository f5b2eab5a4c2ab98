package dev.perennial.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Where the control API listens and how long it waits.
 *
 * @param host a loopback address: there is no authentication yet
 * @param port 0 for any free one
 * @param answerWithin the longest wait for one answer of Temporal
 * @param lookWithin the longest wait for a look of the monitor
 * @param followWithin the longest wait for gateways to follow a rollback
 */
public record ConsoleSettings(
        String host, int port, Duration answerWithin, Duration lookWithin, Duration followWithin) {
    /** Refuses an address that others than this machine could reach. */
    public ConsoleSettings {
        if (!isLoopback(host)) {
            throw new IllegalArgumentException("Invalid console host: '" + host
                    + "', expected a loopback address such as 127.0.0.1: the control API has no authentication yet");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Invalid console port: " + port + ", expected 0 to 65535");
        }
    }

    /** The usual waits, on 127.0.0.1. */
    public static ConsoleSettings onLoopback(int port) {
        return new ConsoleSettings(
                "127.0.0.1", port, Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofSeconds(10));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
