package dev.perennial.benchmarks.serving;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** MLServer with a scikit-learn model of the same twenty features, without workers: what favours it for single rows. */
final class MlServer {
    private static final long START_WITHIN_SECONDS = 60;

    private MlServer() {}

    /** Trains its model, starts it and waits until it is ready. */
    static Subject start(Path scratch, Path python, Path training, String body, int connections)
            throws IOException, InterruptedException {
        Path directory = scratch.resolve("mlserver");
        int port = freePort();
        Process trained = new ProcessBuilder(
                        python.toString(), training.toString(), directory.toString(), String.valueOf(port))
                .inheritIO()
                .start();
        if (trained.waitFor() != 0) {
            throw new IOException("Cannot train MLServer's model: status " + trained.exitValue());
        }
        Path errors = scratch.resolve("mlserver.err");
        Process process = new ProcessBuilder(
                        python.resolveSibling("mlserver").toString(), "start", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_WITHIN_SECONDS);
        while (!isReady(port)) {
            if (!process.isAlive() || System.nanoTime() > until) {
                process.destroyForcibly();
                throw new IOException("MLServer did not start: " + Files.readString(errors));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return Subject.of("MLServer", process, new LoadGenerator(port, "/v2/models/linear/infer", body, connections));
    }

    private static boolean isReady(int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v2/models/linear/ready")
                            .toURL()
                            .openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
