package dev.perennial.serving.gateway;

import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, so that a test can kill it. */
final class GatewayProcess {
    private static final Duration STARTING = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Path errors;

    private GatewayProcess(Process process, int port, Path errors) {
        this.process = process;
        this.port = port;
        this.errors = errors;
    }

    static GatewayProcess start(Path directory, Map<String, String> environment) throws IOException {
        return start(directory, environment, List.of(), 256);
    }

    /** A gateway that may open so many files, sockets among them, and has so little memory. */
    static GatewayProcess starved(Path directory, Map<String, String> environment, int files, int mebibytes)
            throws IOException {
        List<String> shell = List.of("sh", "-c", "ulimit -n " + files + " && exec \"$0\" \"$@\"");
        return start(directory, environment, shell, mebibytes);
    }

    private static GatewayProcess start(
            Path directory, Map<String, String> environment, List<String> through, int mebibytes) throws IOException {
        Path errors = directory.resolve("gateway-" + System.nanoTime() + ".err");
        List<String> command = new ArrayList<>(through);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + mebibytes + "m",
                // A life of seconds, twenty times: what is compiled well would be killed before it pays.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                directory.resolve("data").toString()));
        Path output = errors.resolveSibling(errors.getFileName() + ".out");
        Path port = Files.createTempFile(directory, "gateway", ".port");
        command.add(port.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Eventually.within(STARTING, "the gateway says its port", () -> said(port) || !process.isAlive());
        if (!said(port)) {
            throw new AssertionError(
                    "The gateway did not start: " + Files.readString(output) + Files.readString(errors));
        }
        return new GatewayProcess(
                process, Integer.parseInt(Files.readString(port).strip()), errors);
    }

    /* The line's end is written last. */
    private static boolean said(Path port) {
        try {
            return Files.readString(port).endsWith("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** How many files it has open at this moment; Linux. */
    int openFiles() {
        String[] open =
                Path.of("/proc", String.valueOf(process.pid()), "fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    /** What it has said of what went wrong. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, at once. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** An orderly end. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    /** Arguments: the data directory, and the file that is to hold the port; the store comes from the environment. */
    public static void main(String[] arguments) throws IOException {
        ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(System.getenv()));
        try (Gateway gateway = Gateway.start(
                GatewayFixture.settings(Path.of(arguments[0])),
                new ObjectStoreRegistry(store, InstantSource.system()),
                store,
                InstantSource.system())) {
            Files.writeString(Path.of(arguments[1]), gateway.port() + "\n");
            while (System.in.read() >= 0) {
                // Nothing is said on it.
            }
        }
    }
}
