package dev.perennial.testing.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request that arrived at a proxy, the connection it came on, and what can be done with both. */
final class Exchange {
    private static final int UPSTREAM_TIMEOUT_MILLIS = 60_000;

    private final HttpMessage request;
    private final Socket client;
    private final OutputStream out;
    private final InetSocketAddress upstream;
    private final CountDownLatch proxyClosed;
    private Runnable passingOver = () -> {};

    Exchange(
            HttpMessage request,
            Socket client,
            OutputStream out,
            InetSocketAddress upstream,
            CountDownLatch proxyClosed) {
        this.request = request;
        this.client = client;
        this.out = out;
        this.upstream = upstream;
        this.proxyClosed = proxyClosed;
    }

    /** What becomes of the client's connection. */
    enum After {
        KEEP,
        CLOSE
    }

    ProxiedRequest head() {
        return request.asRequest();
    }

    /** The server's whole answer. */
    HttpMessage forward() throws IOException {
        try (Socket server = new Socket()) {
            server.connect(upstream, UPSTREAM_TIMEOUT_MILLIS);
            server.setSoTimeout(UPSTREAM_TIMEOUT_MILLIS);
            OutputStream toServer = new BufferedOutputStream(server.getOutputStream());
            request.writeTo(toServer, request.body().length, "close");
            return HttpMessage.readResponse(new BufferedInputStream(server.getInputStream()), head().method());
        }
    }

    After send(HttpMessage response) throws IOException {
        boolean bodyIsWanted = !head().method().equals("HEAD");
        response.writeTo(out, bodyIsWanted ? response.body().length : 0, "keep-alive");
        return request.asksToClose() ? After.CLOSE : After.KEEP;
    }

    After sendHalf(HttpMessage response) throws IOException {
        response.writeTo(out, response.body().length / 2, "close");
        return After.CLOSE;
    }

    /** What is to be told if the fault that strikes now finds nothing to strike at. */
    void whenPassedOver(Runnable told) {
        passingOver = told;
    }

    /** Sends an answer at which the fault found nothing to strike; told before, as the client may ask once it has it. */
    After passOver(HttpMessage response) throws IOException {
        passingOver.run();
        return send(response);
    }

    /** Ends the connection with RST, so that the client cannot take it for an orderly end. */
    After reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
        return After.CLOSE;
    }

    /** Waits, but not after the proxy was closed. */
    void pause(Duration duration) throws IOException {
        try {
            proxyClosed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while delaying " + head().path(), interruption);
        }
    }
}
