package dev.perennial.cli.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Hands out ports of loopback: the preferred one or the next free above it. Not safe for use by several threads. */
final class Ports {
    private static final int TRIED = 200;
    private static final int GRPC_OFFSET = 10_000;

    private final Set<Integer> taken = new HashSet<>();

    /** The preferred port or the next above it that nobody listens on. */
    int next(int preferred) {
        for (int port = preferred; port < preferred + TRIED; port++) {
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException("Cannot find a free port: " + preferred + " to " + (preferred + TRIED - 1)
                + " are all in use on 127.0.0.1");
    }

    /** The same, where the port 10,000 above must be free too: the store takes it for gRPC. */
    int nextPair(int preferred) {
        for (int port = preferred; port < preferred + TRIED; port++) {
            if (!taken.contains(port) && isFree(port) && isFree(port + GRPC_OFFSET)) {
                taken.add(port);
                taken.add(port + GRPC_OFFSET);
                return port;
            }
        }
        throw new IllegalStateException("Cannot find a free pair of ports: " + preferred + " to "
                + (preferred + TRIED - 1) + " are all in use on 127.0.0.1");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
