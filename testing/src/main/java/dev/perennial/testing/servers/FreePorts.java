package dev.perennial.testing.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback that nobody listened on when they were looked for.
 *
 * <p>Each is free together with the port 10,000 above it, which SeaweedFS takes for gRPC. Both lie below the range
 * from which Linux gives ports to outgoing connections, so only another server can take them in between. Starting at
 * random keeps builds that run side by side apart; a server that still finds its port taken is started again on others.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 2_700;
    private static final int GRPC_OFFSET = 10_000;

    private FreePorts() {}

    /** Distinct free ports. */
    public static int[] take(int count) {
        int[] ports = new int[count];
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        int found = 0;
        for (int step = 0; step < COUNT && found < count; step++) {
            int port = FIRST + (start + step) % COUNT;
            if (isFree(port) && isFree(port + GRPC_OFFSET)) {
                ports[found++] = port;
            }
        }
        if (found < count) {
            throw new IllegalStateException("Cannot find " + count + " free ports from " + FIRST + " to "
                    + (FIRST + COUNT) + ": found " + Arrays.toString(Arrays.copyOf(ports, found)));
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
