package dev.perennial.cli.process;

import dev.perennial.cli.shell.Shell;
import dev.perennial.console.ConsoleServer;
import dev.perennial.console.ConsoleSettings;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.client.TemporalConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perennial console}: the control API, alone. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = "Serves the control API on loopback.",
        footer = {"", "Example: perennial console --port 8090"})
public final class ConsoleCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--port", defaultValue = "8090", description = "The port on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int port;

    ConsoleCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Environment environment = new Environment(shell);
        ObjectStore store = environment.provenStore();
        TemporalConnection temporal = environment.temporal();
        ConsoleServer server = ConsoleServer.start(
                ConsoleSettings.onLoopback(port), environment.registry(store), store, temporal, shell.clock());
        shell.out().println("control API at " + server.url() + "/api/v1");
        Environment.serveUntilStopped(store, temporal, server);
        return 0;
    }
}
