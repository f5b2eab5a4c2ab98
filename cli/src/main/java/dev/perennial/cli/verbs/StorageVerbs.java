package dev.perennial.cli.verbs;

import dev.perennial.cli.client.Session;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.registry.store.StoreProbe;
import dev.perennial.registry.store.UnfitStoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perennial storage}: upkeep of the object store. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = "Upkeep of the object store.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial storage verify"})
final class StorageVerbs extends Group {
    @Mixin
    private final Session session;

    StorageVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Shows whether the store's create-only writes are exclusive, which the registry rests on.",
            footer = {"", "Example: perennial storage verify"})
    int verify() {
        S3Settings settings = S3Settings.fromEnvironment(session.addresses().environment());
        try (S3ObjectStore store = S3ObjectStore.of(settings)) {
            StoreProbe.verify(store);
        } catch (UnfitStoreException unfit) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(unfit.getMessage()));
        }
        session.printer().line(settings.address() + " is fit: create-only writes are exclusive");
        return ExitCode.DONE.status();
    }
}
