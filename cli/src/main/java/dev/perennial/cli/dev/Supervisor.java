package dev.perennial.cli.dev;

import dev.perennial.cli.shell.PrivateFile;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts an environment's processes on loopback, restarts those that end unasked, and stops all of them together.
 * Servers that the environment variables name already are used and not started. Safe for use by several threads.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final String BUCKET = "perennial";
    private static final Pattern TRAINING_LIBRARY = Pattern.compile("tribuo-|xgboost4j|liblinear|olcut-");

    private final DevSettings settings;
    private final Consumer<String> announce;
    private final Map<Role, ChildProcess> children = new EnumMap<>(Role.class);
    private final Endpoints endpoints;

    private Supervisor(DevSettings settings, Consumer<String> announce) {
        this.settings = settings;
        this.announce = announce;
        this.endpoints = chooseEndpoints();
    }

    /** Starts everything, and returns when all of it answers. */
    public static Supervisor start(DevSettings settings, Consumer<String> announce) {
        try {
            Files.createDirectories(settings.logs());
            Files.createDirectories(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write below " + settings.home(), e);
        }
        Supervisor supervisor = new Supervisor(settings, announce);
        try {
            supervisor.startServers();
            supervisor.startProduct();
            supervisor.writeDevFile();
            return supervisor;
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    /** Where everything listens. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Ends a process at once, as a fault would; it is started again. */
    public void kill(Role role) {
        ChildProcess child = children.get(role);
        if (child == null) {
            throw new IllegalArgumentException("Cannot kill the " + role.word() + ": it was not started here");
        }
        child.kill();
    }

    /** Waits until a process answers, after it was killed. */
    public void awaitReady(Role role) {
        ChildProcess child = children.get(role);
        if (child != null) {
            child.awaitReady(START_LIMIT);
        }
    }

    /** The id of a process, or 0 if it does not run. */
    public long pid(Role role) {
        ChildProcess child = children.get(role);
        return child == null ? 0 : child.pid();
    }

    /** Stops everything in the reverse order of its start. */
    @Override
    public void close() {
        List<ChildProcess> running = new ArrayList<>(children.values());
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).stop(STOP_LIMIT);
        }
        try {
            Files.deleteIfExists(devFile());
        } catch (IOException e) {
            announce.accept("cannot remove " + devFile() + ": " + e.getMessage());
        }
    }

    private Endpoints chooseEndpoints() {
        Ports ports = new Ports();
        Map<String, String> given = settings.variables();
        TreeMap<String, String> environment = new TreeMap<>();
        @Nullable String temporal = given.get("TEMPORAL_ADDRESS");
        String temporalUi = "";
        if (temporal == null) {
            int port = ports.next(7233);
            int uiPort = ports.next(8233);
            temporal = "127.0.0.1:" + port;
            temporalUi = "http://127.0.0.1:" + uiPort;
            children.put(
                    Role.TEMPORAL,
                    server(
                            Role.TEMPORAL,
                            Map.of(),
                            () -> accepts(port),
                            "run-temporal",
                            settings.data().resolve("temporal.db"),
                            port,
                            uiPort));
        }
        environment.put("TEMPORAL_ADDRESS", temporal);
        @Nullable String store = given.get("AWS_ENDPOINT_URL_S3");
        if (store == null) {
            int master = ports.nextPair(9333);
            int volume = ports.nextPair(9340);
            int filer = ports.nextPair(8888);
            int s3 = ports.nextPair(8333);
            int admin = ports.nextPair(23646);
            store = "http://127.0.0.1:" + s3;
            environment.put("AWS_ACCESS_KEY_ID", BUCKET);
            environment.put("AWS_SECRET_ACCESS_KEY", secret());
            environment.put("AWS_REGION", "us-east-1");
            environment.put("PERENNIAL_BUCKET", BUCKET);
            environment.put("AWS_ENDPOINT_URL_S3", store);
            children.put(
                    Role.STORE,
                    server(
                            Role.STORE,
                            environment,
                            () -> storeWorks(environment),
                            "run-store",
                            settings.data().resolve("store"),
                            master,
                            volume,
                            filer,
                            s3,
                            BUCKET,
                            admin));
        } else {
            for (String name : List.of(
                    "AWS_ENDPOINT_URL_S3",
                    "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_REGION",
                    "PERENNIAL_BUCKET")) {
                if (given.containsKey(name)) {
                    environment.put(name, given.get(name));
                }
            }
        }
        int console = ports.next(8090);
        int gateway = ports.next(8080);
        String consoleUrl = "http://127.0.0.1:" + console;
        String gatewayUrl = "http://127.0.0.1:" + gateway;
        environment.put("PERENNIAL_HOME", settings.home().toString());
        environment.putAll(DevKeys.in(settings.data(), given));
        product(Role.CONSOLE, environment, () -> answers(consoleUrl + "/api/v1/health"), "console", "--port", console);
        product(
                Role.GATEWAY,
                environment,
                () -> answers(gatewayUrl + "/v2/health/live"),
                "serve",
                "--port",
                gateway,
                "--data",
                settings.data().resolve("gateway"),
                "--seal-after",
                settings.sealAfter());
        Path readyFile = settings.data().resolve("worker").resolve("ready");
        product(
                Role.WORKER,
                environment,
                () -> Files.exists(readyFile),
                "worker",
                "--data",
                settings.data().resolve("worker"),
                "--ready-file",
                readyFile);
        return new Endpoints(
                consoleUrl,
                gatewayUrl,
                temporal,
                temporalUi,
                store,
                environment.getOrDefault("PERENNIAL_BUCKET", BUCKET),
                environment);
    }

    private ChildProcess server(
            Role role, Map<String, String> environment, BooleanSupplier ready, String script, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(settings.infra().resolve(script).toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PERENNIAL_HOME", settings.installed().toString());
        return new ChildProcess(role, command, variables, log(role), ready, announce);
    }

    private void product(Role role, Map<String, String> environment, BooleanSupplier ready, Object... arguments) {
        List<String> command =
                role == Role.GATEWAY ? withoutTrainers(settings.java()) : new ArrayList<>(settings.java());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        children.put(role, new ChildProcess(role, command, environment, log(role), ready, announce));
    }

    /** A gateway answers without any training library, and so is started without one. */
    private static List<String> withoutTrainers(List<String> java) {
        List<String> command = new ArrayList<>(java);
        int classPath = command.indexOf("-cp") + 1;
        if (classPath > 0) {
            command.set(
                    classPath,
                    Stream.of(command.get(classPath).split(File.pathSeparator, -1))
                            .filter(entry -> !TRAINING_LIBRARY
                                    .matcher(Path.of(entry).getFileName().toString())
                                    .lookingAt())
                            .collect(Collectors.joining(File.pathSeparator)));
        }
        return command;
    }

    private Path log(Role role) {
        return settings.logs().resolve(role.word() + ".log");
    }

    private void startServers() {
        for (Role role : List.of(Role.TEMPORAL, Role.STORE)) {
            ChildProcess child = children.get(role);
            if (child != null) {
                child.start();
            }
        }
        awaitReady(Role.TEMPORAL);
        awaitReady(Role.STORE);
    }

    private void startProduct() {
        List<Role> product = List.of(Role.CONSOLE, Role.GATEWAY, Role.WORKER);
        for (Role role : product) {
            ChildProcess child = children.get(role);
            if (child != null) {
                child.start();
            }
        }
        product.forEach(this::awaitReady);
    }

    /** The store's secret, made once for a data folder and readable by its owner only. */
    private String secret() {
        Path file = settings.data().resolve("store-secret");
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[24];
                new SecureRandom().nextBytes(bytes);
                PrivateFile.create(file, HexFormat.of().formatHex(bytes));
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the store's secret in " + file, e);
        }
    }

    private Path devFile() {
        return settings.home().resolve("dev.json");
    }

    private void writeDevFile() {
        try {
            PrivateFile.replace(
                    devFile(),
                    RegistryJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(endpoints));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + devFile(), e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean storeWorks(Map<String, String> environment) {
        try (S3ObjectStore store = S3ObjectStore.of(S3Settings.fromEnvironment(environment))) {
            store.overwrite("probe/ready", new byte[] {1});
            return true;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }
}
