package dev.perennial.cli.process;

import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.registry.store.StoreProbe;
import dev.perennial.workflows.client.TemporalConnection;
import dev.perennial.workflows.client.TemporalSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The object store and Temporal that a shell's variables name. */
final class Environment {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final Shell shell;

    Environment(Shell shell) {
        this.shell = shell;
    }

    /** The store, without asking whether it answers. */
    ObjectStore store() {
        if (!S3Settings.presentIn(shell.variables())) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "No object store is named; set AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                            + " run everything on this machine with: perennial dev");
        }
        return S3ObjectStore.of(S3Settings.fromEnvironment(shell.variables()));
    }

    /** The store, with its bucket, after it has shown that its create-only write is exclusive. */
    ObjectStore provenStore() {
        ObjectStore store = store();
        store.prepare();
        StoreProbe.verify(store);
        return store;
    }

    /** The registry in this store. */
    Registry registry(ObjectStore store) {
        return new ObjectStoreRegistry(store, shell.clock());
    }

    /** Temporal, connected. */
    TemporalConnection temporal() {
        return TemporalConnection.open(TemporalSettings.from(shell.variables()), CONNECT_LIMIT);
    }

    /** Waits until the process is asked to end, then closes what is given, the last first. */
    static void serveUntilStopped(AutoCloseable... parts) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread stop = new Thread(
                () -> {
                    for (int i = parts.length - 1; i >= 0; i--) {
                        closeQuietly(parts[i]);
                    }
                    ended.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        ended.await();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(Environment.class).warn("cannot close part={}", part, e);
        }
    }
}
