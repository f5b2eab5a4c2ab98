package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Outline;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.Digest;
import dev.perennial.registry.trust.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial version}: registered versions, their signatures, and who was champion when. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Registered versions, their signatures, and who was champion when.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial version list flight-delay"})
final class VersionVerbs extends Group {
    private static final Table LIST = Table.of("/versions", "No version is registered yet.")
            .column("VERSION", "/version")
            .column("STANDING", "/standing")
            .column("REGISTERED", "/registeredAt", Cell.TIME)
            .column("RUN", "/run")
            .column("MANIFEST", "/manifest", Cell.DIGEST);
    private static final Card SHOW = Card.blank()
            .line("version", "/version/version")
            .line("standing", "/version/standing")
            .line("registered", "/version/registeredAt", Cell.TIME)
            .line("run", "/version/run")
            .line("algorithm", "/manifest/recipe/algorithm")
            .line("trained on", "/manifest/trainedOn")
            .line("rows", "/manifest/trainingRows")
            .line("data", "/manifest/dataSnapshot")
            .line("model file", "/manifest/compiledModel")
            .line("manifest", "/version/manifest")
            .line("signed with", "/signatures", Cell.WORDS);
    private static final Card CHAMPION = Card.blank()
            .line("model", "/model")
            .line("at", "/at", Cell.TIME)
            .line("champion", "/champion")
            .line("since", "/since", Cell.TIME)
            .line("manifest", "/manifest", Cell.DIGEST);

    @Mixin
    private final Session session;

    VersionVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists a model's versions.",
            footer = {"", "Example: perennial version list flight-delay"})
    int list(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(session.api().get("/models/" + ControlApi.segment(model) + "/versions"), LIST);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows where a version comes from.",
            footer = {"", "Example: perennial version show flight-delay@3"})
    int show(@Parameters(paramLabel = "MODEL@V", description = "The version.") String version) {
        String path = path(version);
        return session.show(session.api().get(path), (answer, printer) -> {
            SHOW.print(answer, printer);
            printer.line("");
            printer.line("metrics");
            Outline.of("/manifest/metrics").print(answer, printer);
        });
    }

    private static String path(String version) {
        int at = version.lastIndexOf('@');
        if (at <= 0) {
            throw new CommandFailure(
                    ExitCode.INVALID, "Invalid version: '" + version + "', expected the form flight-delay@3");
        }
        return "/models/" + ControlApi.segment(version.substring(0, at)) + "/versions/"
                + ControlApi.segment(version.substring(at + 1));
    }

    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            description = "Signs a version that is registered, or all of a model's: gateways serve what a key that they"
                    + " trust has signed. The key does not leave this machine.",
            footer = {"", "Example: perennial version sign flight-delay --key signing.pem"})
    int sign(
            @Parameters(paramLabel = "MODEL[@V]", description = "The version, or the model for all its versions.")
                    String wanted,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "The private key, as 'perennial key new' writes it.")
                    Path file) {
        SigningKey key = KeyVerbs.signingKey(file);
        ObjectNode answer = session.api().object();
        ArrayNode signed = answer.putArray("signed");
        for (JsonNode version : versions(wanted)) {
            String path = path(version.path("version").asText());
            Digest manifest = new Digest(version.path("manifest").asText());
            signed.add(session.api()
                    .post(
                            path + "/signatures",
                            session.api()
                                    .command()
                                    .put("manifest", manifest.hex())
                                    .put("publicKey", key.publicPem())
                                    .put("signature", key.sign(manifest).value())));
        }
        return session.show(answer, (shown, printer) -> {
            shown.path("signed").forEach(one -> printMessage(one, printer));
            if (shown.path("signed").isEmpty()) {
                printer.line("No version is registered yet.");
            }
        });
    }

    private List<JsonNode> versions(String wanted) {
        if (wanted.contains("@")) {
            String path = path(wanted);
            return List.of(session.api().get(path).path("version"));
        }
        List<JsonNode> all = new ArrayList<>();
        session.api()
                .get("/models/" + ControlApi.segment(wanted) + "/versions")
                .path("versions")
                .forEach(all::add);
        return all;
    }

    @Command(
            name = "champion",
            mixinStandardHelpOptions = true,
            description = "Says who is champion, or who was.",
            footer = {"", "Example: perennial version champion flight-delay --at 2026-06-03T12:00:00Z"})
    int champion(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(
                            names = "--at",
                            defaultValue = Option.NULL_VALUE,
                            paramLabel = "TIME",
                            description = "At this recorded time.")
                    Optional<String> at) {
        String query = at.map(time -> "?at=" + ControlApi.segment(time)).orElse("");
        return session.show(
                session.api().get("/models/" + ControlApi.segment(model) + "/champion" + query), (answer, printer) -> {
                    if (answer.hasNonNull("champion")) {
                        CHAMPION.print(answer, printer);
                    } else {
                        printer.line(model + " had no champion"
                                + at.map(time -> " at " + time).orElse(" so far") + ".");
                    }
                });
    }
}
