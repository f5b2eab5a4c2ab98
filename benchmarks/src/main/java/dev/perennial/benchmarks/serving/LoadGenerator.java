package dev.perennial.benchmarks.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A load from one thread over a fixed number of connections. As fast as the server allows: each connection sends the same
 * request again as soon as it has the answer. At a rate: requests are due at even distances, wait for a free connection, and
 * their latency counts from when they were due. Answers must be 200 with a content length.
 */
final class LoadGenerator {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_LATENCIES = 1 << 21;
    private static final long PAUSE_NANOS = 20_000;

    private final InetSocketAddress server;
    private final byte[] request;
    private final int connections;

    LoadGenerator(int port, String path, String body, int connections) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + content.length + "\r\n\r\n";
        request = (head + body).getBytes(StandardCharsets.UTF_8);
        this.connections = connections;
    }

    /** Loads the server for that long, as fast as it allows. */
    Result run(Duration time) throws IOException {
        return run(time, Double.POSITIVE_INFINITY);
    }

    /** Loads the server for that long with that many requests a second. */
    Result run(Duration time, double perSecond) throws IOException {
        boolean paced = perSecond < Double.POSITIVE_INFINITY;
        long[] latencies = new long[MOST_LATENCIES];
        int answers = 0;
        List<Connection> open = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int number = 0; number < connections; number++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, request);
                channel.register(selector, SelectionKey.OP_READ, connection);
                open.add(connection);
            }
            long start = System.nanoTime();
            long end = start + time.toNanos();
            Deque<Connection> idle = new ArrayDeque<>(open);
            long sent = 0;
            while (System.nanoTime() < end) {
                while (!idle.isEmpty()) {
                    long due = paced ? start + (long) (sent / perSecond * 1e9) : System.nanoTime();
                    if (due > System.nanoTime()) {
                        break;
                    }
                    idle.poll().send(due);
                    sent++;
                }
                if (!paced) {
                    selector.select(100);
                } else if (selector.selectNow() == 0) {
                    // Whoever turned round and round here would take a processor from the server.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (connection.receive()) {
                        if (answers < MOST_LATENCIES) {
                            latencies[answers] = System.nanoTime() - connection.sentAt;
                        }
                        answers++;
                        idle.add(connection);
                    }
                }
                selector.selectedKeys().clear();
            }
            long elapsed = System.nanoTime() - start;
            long[] sorted = Arrays.copyOf(latencies, Math.min(answers, MOST_LATENCIES));
            Arrays.sort(sorted);
            return new Result(answers, elapsed / 1e9, quantile(sorted, 0.5), quantile(sorted, 0.99));
        } finally {
            for (Connection connection : open) {
                connection.channel.close();
            }
        }
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    /** What a run gave; latencies in milliseconds. */
    record Result(int answers, double seconds, double median, double p99) {
        double perSecond() {
            return answers / seconds;
        }
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer out;
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
        private final byte[] head = new byte[4096];
        private long sentAt;
        private int expected;

        private Connection(SocketChannel channel, byte[] request) {
            this.channel = channel;
            out = ByteBuffer.allocateDirect(request.length).put(request);
        }

        private void send(long due) throws IOException {
            out.flip();
            sentAt = due;
            while (out.hasRemaining()) {
                channel.write(out);
            }
            in.clear();
            expected = 0;
        }

        /* Whether the whole answer is there. */
        private boolean receive() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("The server closed a connection");
            }
            if (expected == 0) {
                expected = size();
            }
            return expected > 0 && in.position() >= expected;
        }

        private int size() throws IOException {
            int length = Math.min(in.position(), head.length);
            in.duplicate().flip().get(head, 0, length);
            int body = 0;
            for (int at = 0; at + 3 < length; at++) {
                if (head[at] == '\n' && matches(at + 1, length)) {
                    int digit = at + 1 + CONTENT_LENGTH.length;
                    while (head[digit] == ' ') {
                        digit++;
                    }
                    for (; head[digit] >= '0' && head[digit] <= '9'; digit++) {
                        body = body * 10 + head[digit] - '0';
                    }
                }
                if (head[at] == '\r' && head[at + 1] == '\n' && head[at + 2] == '\r') {
                    if (Arrays.mismatch(head, 0, OK.length, OK, 0, OK.length) >= 0) {
                        throw new IOException("Not answered: " + new String(head, 0, length, StandardCharsets.UTF_8));
                    }
                    return at + 4 + body;
                }
            }
            return 0;
        }

        private boolean matches(int at, int length) {
            if (at + CONTENT_LENGTH.length + 12 > length) {
                return false;
            }
            for (int offset = 0; offset < CONTENT_LENGTH.length; offset++) {
                if ((head[at + offset] | 0x20) != (CONTENT_LENGTH[offset] | 0x20)) {
                    return false;
                }
            }
            return true;
        }
    }
}
