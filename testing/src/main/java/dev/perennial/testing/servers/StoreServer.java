package dev.perennial.testing.servers;

import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real S3 store, SeaweedFS, on free ports of loopback with one bucket and credentials of its own.
 *
 * <p>{@link #start}, {@link #restart} return once a put has succeeded and can be read back. Ports, credentials and data
 * stay the same over {@link #kill} and {@link #restart}. Thread-safe.
 */
public final class StoreServer implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private final String bucket;
    private final ServerProcess process;

    private StoreServer(Path dataDir, int[] ports, String secretKey) {
        this.endpoint = URI.create("http://127.0.0.1:" + ports[3]);
        this.accessKey = "perennial";
        this.secretKey = secretKey;
        this.bucket = "perennial";
        SignedBucket probe = client(endpoint);
        List<String> command = Stream.concat(
                        Stream.of(
                                Checkout.infra("run-store").toString(),
                                dataDir.resolve("store").toString()),
                        Stream.concat(
                                Arrays.stream(ports, 0, 4).mapToObj(Integer::toString),
                                Stream.of(bucket, Integer.toString(ports[4]))))
                .toList();
        this.process = new ServerProcess(
                "store", command, environment(), dataDir.resolve("store.log"), () -> takesWrites(probe));
    }

    /** Starts a store that keeps its data and its log below {@code dataDir}, which is created if absent. */
    public static StoreServer start(Path dataDir) {
        ServerProcess.install(dataDir);
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        for (int attempt = 1; ; attempt++) {
            StoreServer server =
                    new StoreServer(dataDir, FreePorts.take(5), HexFormat.of().formatHex(secret));
            try {
                server.process.start();
                return server;
            } catch (IllegalStateException failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private static boolean takesWrites(SignedBucket probe) throws IOException {
        byte[] bytes = {1};
        if (probe.put("probe/ready", bytes) != 200) {
            return false;
        }
        HttpResponse<byte[]> read = probe.get("probe/ready");
        return read.statusCode() == 200 && Arrays.equals(read.body(), bytes);
    }

    public URI endpoint() {
        return endpoint;
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    /** The bucket, which exists. */
    public String bucket() {
        return bucket;
    }

    /** The settings of this store as a process of the product reads them. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", accessKey,
                "AWS_SECRET_ACCESS_KEY", secretKey,
                "AWS_REGION", "us-east-1",
                "PERENNIAL_BUCKET", bucket);
    }

    /** Single requests to this store's bucket, sent to {@code through}: the endpoint itself or a proxy before it. */
    public SignedBucket client(URI through) {
        return new SignedBucket(through, bucket, accessKey, secretKey, InstantSource.system());
    }

    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing is flushed. */
    public synchronized void kill() {
        process.kill();
    }

    /** SIGTERM, which takes about two seconds. */
    public synchronized void stop() {
        process.stop();
    }

    /** Starts again what was killed or stopped, or kills and starts what runs. */
    public synchronized void restart() {
        process.kill();
        process.start();
    }

    /** The end of the server's output, for an error message. */
    public String logTail() {
        return process.logTail();
    }

    /** Kills the server; its data stay. */
    @Override
    public void close() {
        kill();
    }
}
