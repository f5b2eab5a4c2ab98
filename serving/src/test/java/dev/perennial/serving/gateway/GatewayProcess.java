package dev.perennial.serving.gateway;

import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, so that a test can kill it. */
final class GatewayProcess {
    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static GatewayProcess start(Path directory, Map<String, String> environment) throws IOException {
        Path errors = directory.resolve("gateway-" + System.nanoTime() + ".err");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // A life of seconds, twenty times: what is compiled well would be killed before it pays.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        directory.resolve("data").toString())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && !line.startsWith("port ")) {
            said.add(line);
            line = lines.readLine();
        }
        if (line == null) {
            throw new AssertionError("The gateway did not start: " + said + Files.readString(errors));
        }
        Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {}));
        drain.setDaemon(true);
        drain.start();
        return new GatewayProcess(process, Integer.parseInt(line.substring("port ".length())));
    }

    int port() {
        return port;
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

    /** Argument: the data directory; the store comes from the environment. */
    public static void main(String[] arguments) throws IOException {
        ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(System.getenv()));
        try (Gateway gateway = Gateway.start(
                GatewayFixture.settings(Path.of(arguments[0])),
                new ObjectStoreRegistry(store, InstantSource.system()),
                store,
                InstantSource.system())) {
            System.out.println("port " + gateway.port());
            while (System.in.read() >= 0) {
                // Nothing is said on it.
            }
        }
    }
}
