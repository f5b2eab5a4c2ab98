package dev.perennial.cli.process;

import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.serving.gateway.Gateway;
import dev.perennial.serving.gateway.GatewaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perennial serve}: an inference gateway, alone. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Answers predictions by the Open Inference Protocol and logs them. Needs the object store to learn of"
                        + " models, not to answer: it restarts from its data directory. Serves versions that a key in"
                        + " PERENNIAL_TRUSTED_KEYS_FILE, or PERENNIAL_TRUSTED_KEYS, has signed.",
        footer = {"", "Example: perennial serve --port 8080 --data /var/lib/perennial/gateway"})
public final class ServeCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--port", description = "The port; also PERENNIAL_GATEWAY_PORT (default: 8080).")
    private @Nullable Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "What makes it the same gateway after a restart.")
    private @Nullable Path data;

    @Option(
            names = "--seal-after",
            paramLabel = "DURATION",
            description = "How long a prediction may wait before it is in object storage (default: PT15M).")
    private @Nullable Duration sealAfter;

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> variables = new HashMap<>(shell.variables());
        put(variables, "PERENNIAL_GATEWAY_PORT", port);
        put(variables, "PERENNIAL_GATEWAY_DATA", data);
        put(variables, "PERENNIAL_GATEWAY_FLUSH", sealAfter);
        GatewaySettings settings = GatewaySettings.fromEnvironment(variables);
        Environment environment = new Environment(shell);
        // The store is not asked whether it answers: a gateway must start without it.
        ObjectStore store = environment.store();
        Registry registry = environment.registry(store);
        Gateway gateway = Gateway.start(settings, registry, store, shell.clock());
        shell.out()
                .println("gateway at http://127.0.0.1:" + gateway.port() + "/v2 trusts "
                        + settings.trustedKeys().map(TrustedKeys::toString).orElse("whatever the store holds"));
        Environment.serveUntilStopped(store, gateway);
        return 0;
    }

    private static void put(Map<String, String> variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.put(name, value.toString());
        }
    }
}
