package dev.perennial.cli.verbs;

import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.shell.Shell;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial rollout}: the rollout under way, and a person's hand on it. */
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Shows and steers the rollout under way.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: perennial rollout status flight-delay"})
final class RolloutVerbs extends Group {
    private static final Card STATUS = Card.blank()
            .line("model", "/model")
            .line("rollout", "/plan/rollout")
            .line("challenger", "/challenger")
            .line("champion", "/champion")
            .line("challenger's share", "/plan/basisPoints", Cell.SHARE)
            .line("step", "/status/stepLabel")
            .line("since", "/plan/since", Cell.TIME)
            .line("paused", "/status/paused", Cell.YES)
            .line("last verdict", "/status/lastVerdict")
            .line("because", "/status/because");

    @Mixin
    private final Session session;

    RolloutVerbs(Shell shell) {
        this.session = new Session(shell);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows the rollout under way.",
            footer = {"", "Example: perennial rollout status flight-delay"})
    int status(@Parameters(paramLabel = "MODEL", description = "The model's name.") String model) {
        return session.show(
                session.api().get("/models/" + ControlApi.segment(model) + "/rollout"), (answer, printer) -> {
                    if (answer.path("underWay").asBoolean()) {
                        STATUS.print(answer, printer);
                    } else {
                        printer.line("No rollout of " + model + " is under way.");
                    }
                });
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Keeps the rollout at its present step.",
            footer = {"", "Example: perennial rollout pause flight-delay --reason \"public holiday\""})
    int pause(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        return steer("pause", model, reason);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lets a paused rollout go on.",
            footer = {"", "Example: perennial rollout resume flight-delay"})
    int resume(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        return steer("resume", model, reason);
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Makes the challenger champion now.",
            footer = {"", "Example: perennial rollout promote flight-delay --reason \"judged by hand\""})
    int promote(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        return steer("promote", model, reason);
    }

    @Command(
            name = "abort",
            mixinStandardHelpOptions = true,
            description = "Gives all traffic back to the champion.",
            footer = {"", "Example: perennial rollout abort flight-delay --reason \"complaints\""})
    int abort(
            @Parameters(paramLabel = "MODEL", description = "The model's name.") String model,
            @Option(names = "--reason", defaultValue = Option.NULL_VALUE, description = "Why.")
                    Optional<String> reason) {
        return steer("abort", model, reason);
    }

    private int steer(String verb, String model, Optional<String> reason) {
        ControlApi api = session.api();
        return session.show(
                api.post(
                        "/models/" + ControlApi.segment(model) + "/rollout/" + verb, withReason(api.command(), reason)),
                Group::printMessage);
    }
}
