package dev.perennial.cli.dev;

import dev.perennial.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perennial dev}: a whole environment on this machine until Ctrl-C. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description =
                "Runs Temporal, an S3 store, a worker, a gateway and the control API on loopback, with data kept in"
                        + " .perennial/data, until Ctrl-C.",
        footer = {"", "Example: perennial dev", "         perennial model apply -f model.yaml   (in another terminal)"})
public final class DevCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--reset", description = "Forget everything that was kept first.")
    private boolean reset;

    @Option(
            names = "--seal-after",
            defaultValue = "PT60S",
            paramLabel = "DURATION",
            description =
                    "How long predictions may wait before they are in object storage (default: ${DEFAULT-VALUE}).")
    private Duration sealAfter = Duration.ofMinutes(1);

    DevCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = shell.home().resolve("data");
        if (reset) {
            deleteTree(data);
        }
        DevSettings settings = new DevSettings(
                shell.root().resolve("infra"),
                shell.home(),
                shell.home(),
                data,
                shell.java("1g"),
                sealAfter,
                shell.variables());
        CountDownLatch ended = new CountDownLatch(1);
        Supervisor supervisor = Supervisor.start(settings, shell.err()::println);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "stop-all"));
        tell(shell, supervisor.endpoints());
        ended.await();
        return 0;
    }

    /** Prints where everything is. */
    public static void tell(Shell shell, Endpoints endpoints) {
        List<String> lines = List.of(
                "control API   " + endpoints.console() + "/api/v1/models",
                "gateway       " + endpoints.gateway() + "/v2",
                "Temporal      " + endpoints.temporal()
                        + (endpoints.temporalUi().isEmpty() ? "" : ", pages at " + endpoints.temporalUi()),
                "object store  " + endpoints.store() + ", bucket " + endpoints.bucket());
        lines.forEach(shell.out()::println);
        shell.out().println("Ctrl-C stops all of it. From another terminal: ./perennial model list");
        shell.out().flush();
    }

    /** Removes a folder with all it holds. */
    public static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
