package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.PrivateFile;
import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.trust.KeyId;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.registry.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perennial key}: the keys with which workers sign versions, and by which gateways know them. Asks no server. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "The keys with which workers sign versions, and by which gateways know them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial key new signing.pem"})
final class KeyVerbs extends Group {
    private static final Table SHOW =
            Table.of("/keys", "The file holds no key.").column("KEY", "/key").column("HALF", "/half");

    @Mixin
    private final Session session;

    KeyVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a key: the private half in the file, which only its owner may read, the public half beside"
                            + " it in FILE.pub. Overwrites nothing.",
            footer = {"", "Example: perennial key new signing.pem"})
    int create(
            @Parameters(paramLabel = "FILE", description = "Where the private half is to be, for workers.") Path file) {
        Path pub = Path.of(file + ".pub");
        SigningKey key = SigningKey.generate();
        try {
            // The public half first: what is left behind if the other cannot be written is no secret.
            Files.writeString(pub, key.publicPem(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            PrivateFile.create(file, key.privatePem());
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitCode.INVALID, "Cannot make a key: " + e.getFile() + " exists; name another file, or remove it");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "Cannot write " + file + ": " + e.getMessage());
        }
        ObjectNode answer = new ObjectMapper()
                .createObjectNode()
                .put("key", key.id().hex())
                .put("private", file.toString())
                .put("public", pub.toString());
        return session.show(answer, (shown, printer) -> {
            printer.line("key " + key.id());
            printer.line("  workers:  PERENNIAL_SIGNING_KEY_FILE=" + file);
            printer.line("  gateways: PERENNIAL_TRUSTED_KEYS_FILE=" + pub);
        });
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Says what the keys in a file are called, and which half they are.",
            footer = {"", "Example: perennial key show signing.pem.pub"})
    int show(@Parameters(paramLabel = "FILE", description = "One private key, or public keys.") Path file) {
        String text = read(file);
        ObjectNode answer = new ObjectMapper().createObjectNode();
        ArrayNode keys = answer.putArray("keys");
        if (text.contains("PRIVATE KEY")) {
            keys.addObject().put("key", SigningKey.parse(text).id().hex()).put("half", "private");
        } else {
            for (KeyId id : TrustedKeys.parse(text).ids()) {
                keys.addObject().put("key", id.hex()).put("half", "public");
            }
        }
        return session.show(answer, SHOW);
    }

    /** The private key in this file. */
    static SigningKey signingKey(Path file) {
        return SigningKey.parse(read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INVALID, "Cannot read " + file + ": " + e);
        }
    }
}
