package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.print.Printer;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb that only groups others. */
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "expected one of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The body with a reason, if there is one. */
    static ObjectNode withReason(ObjectNode body, Optional<String> reason) {
        reason.ifPresent(text -> body.put("reason", text));
        return body;
    }

    /** Prints the sentence that answers a command. */
    static void printMessage(JsonNode answer, Printer printer) {
        printer.line(Printer.printable(answer.path("message").asText()));
    }
}
