package dev.perennial.testing.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 proxy on loopback that stands before one server and does to chosen requests what networks and servers do.
 *
 * <p>It passes headers on as they are, so a request signed for the proxy's own address keeps a valid signature. Bodies
 * are held in memory. The first injection that claims a request decides; without one the request passes unharmed.
 * Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {
    private final InetSocketAddress upstream;
    private final int port;
    private final List<Injection> injections = new CopyOnWriteArrayList<>();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ServerSocket listener;

    private FaultyProxy(URI upstream) throws IOException {
        this.upstream = new InetSocketAddress(upstream.getHost(), upstream.getPort());
        ServerSocket first = listen(0);
        this.listener = first;
        this.port = first.getLocalPort();
    }

    /** A proxy on a free port before the server at {@code upstream}. */
    public static FaultyProxy before(URI upstream) {
        try {
            FaultyProxy proxy = new FaultyProxy(upstream);
            proxy.acceptInBackground();
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot open a proxy before " + upstream, failure);
        }
    }

    /** The address to give to the client. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Strikes the next request that fits, once. */
    public Injection injectOnce(Fault fault, Predicate<ProxiedRequest> where) {
        return inject(fault, 1, where);
    }

    /** Strikes the next requests that fit. */
    public Injection inject(Fault fault, int times, Predicate<ProxiedRequest> where) {
        return add(new Injection(fault, where, times, 1, 0));
    }

    /** Strikes every request that fits with a probability of {@code share}, until healed. */
    public Injection injectAtRandom(Fault fault, double share, long seed, Predicate<ProxiedRequest> where) {
        return add(new Injection(fault, where, Integer.MAX_VALUE, share, seed));
    }

    private Injection add(Injection injection) {
        injections.add(injection);
        return injection;
    }

    /** The requests that arrived so far, struck or not, in the order of arrival. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Refuses connections and ends those that are open, as a server that is down does, until {@link #heal}. */
    public synchronized void refuse() {
        if (listener != null) {
            tryClose(listener);
            listener = null;
        }
        open.forEach(FaultyProxy::tryClose);
    }

    /** Takes out all faults and, after {@link #refuse}, listens again on the same port. */
    public synchronized void heal() {
        injections.clear();
        if (listener == null) {
            try {
                listener = listen(port);
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot listen again on port " + port, failure);
            }
            acceptInBackground();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        refuse();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private synchronized void acceptInBackground() {
        ServerSocket accepting = listener;
        if (accepting != null) {
            inBackground("faulty-proxy-accept", () -> accept(accepting));
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                Socket client = accepting.accept();
                open.add(client);
                if (accepting.isClosed()) {
                    tryClose(client);
                }
                inBackground("faulty-proxy-connection", () -> serve(client));
            } catch (IOException refusedOrClosed) {
                tryClose(accepting);
            }
        }
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
            Exchange.After after = Exchange.After.KEEP;
            while (after == Exchange.After.KEEP) {
                Optional<HttpMessage> request = HttpMessage.readRequest(in, out);
                after = request.isEmpty()
                        ? Exchange.After.CLOSE
                        : answer(new Exchange(request.get(), client, out, upstream, closed));
            }
        } catch (IOException clientOrServerLeft) {
            tryClose(client);
        } finally {
            open.remove(client);
        }
    }

    private Exchange.After answer(Exchange exchange) throws IOException {
        ProxiedRequest request = exchange.head();
        requests.add(request);
        for (Injection injection : injections) {
            if (injection.claims(request)) {
                exchange.whenPassedOver(injection::passOver);
                return injection.fault().strike(exchange);
            }
        }
        return exchange.send(exchange.forward());
    }

    /** Whether closing went well: a socket that is broken already is as good as closed. */
    private static boolean tryClose(Closeable closing) {
        try {
            closing.close();
            return true;
        } catch (IOException broken) {
            return false;
        }
    }
}
