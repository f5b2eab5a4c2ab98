package dev.perennial.cli.process;

import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.worker.PerennialWorker;
import dev.perennial.worker.WorkerSettings;
import dev.perennial.workflows.client.TemporalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perennial worker}: a worker, alone. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description =
                "Runs workflows and activities. Any number of workers may run on any number of machines. Signs the versions"
                        + " that it registers with the key in PERENNIAL_SIGNING_KEY_FILE, or PERENNIAL_SIGNING_KEY.",
        footer = {"", "Example: perennial worker --data /var/lib/perennial/worker"})
public final class WorkerCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--data", paramLabel = "DIR", description = "Where downloaded files are kept; may be lost.")
    private @Nullable Path data;

    @Option(names = "--ready-file", paramLabel = "FILE", description = "A file to create once the worker takes tasks.")
    private @Nullable Path readyFile;

    WorkerCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (readyFile != null) {
            Files.deleteIfExists(readyFile);
        }
        Optional<SigningKey> key = SigningKey.fromEnvironment(shell.variables());
        Environment environment = new Environment(shell);
        ObjectStore store = environment.provenStore();
        TemporalConnection temporal = environment.temporal();
        Path directory = data != null ? data : shell.home().resolve("data").resolve("worker");
        PerennialWorker worker = PerennialWorker.start(
                WorkerSettings.in(directory).withSigningKey(key),
                temporal,
                store,
                environment.registry(store),
                shell.clock());
        if (readyFile != null) {
            Files.createDirectories(readyFile.toAbsolutePath().getParent());
            Files.createFile(readyFile);
        }
        shell.out()
                .println("worker of " + temporal.settings().address() + " takes tasks, "
                        + key.map(present -> "signs with key " + present.id()).orElse("signs nothing"));
        Environment.serveUntilStopped(store, temporal, worker);
        return 0;
    }
}
