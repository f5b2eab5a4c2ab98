package dev.perennial.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.perennial.cli.print.OutputFormat;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.View;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * One call of the command line: where it asks, who asks, and how the answer is printed. Its options may stand after any
 * verb.
 */
public final class Session {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private final Shell shell;
    private final Printer printer;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "How to print the answer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            defaultValue = Option.NULL_VALUE,
            paramLabel = "URL",
            description = "The control API; otherwise PERENNIAL_URL, otherwise the one that 'perennial dev' started.")
    private Optional<String> url = Optional.empty();

    /** A call in this shell. */
    public Session(Shell shell) {
        this.shell = shell;
        this.printer = new Printer(shell);
    }

    /** The call's streams. */
    public Printer printer() {
        return printer;
    }

    /** Where the call runs. */
    public Shell shell() {
        return shell;
    }

    /** The person who asks: {@code PERENNIAL_ACTOR}, or this machine's user. */
    public String user() {
        return shell.variables()
                .getOrDefault("PERENNIAL_ACTOR", shell.properties().getOrDefault("user.name", "somebody"));
    }

    /** Where this environment's servers are. */
    public ConsoleAddress addresses() {
        return new ConsoleAddress(shell);
    }

    /** The control API. */
    public ControlApi api() {
        return ControlApi.console(addresses().console(url), user());
    }

    /** The gateway that was named, or that is known here, or that the control API knows. */
    public ControlApi gateway(Optional<String> said) {
        String address = addresses()
                .gateway(said)
                .orElseGet(() -> api().get("/gateways").at("/gateways/0/url").asText(""));
        if (address.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "No gateway is known: neither --gateway nor PERENNIAL_GATEWAY_URL is given, and none is alive; start"
                            + " one with: perennial serve");
        }
        return ControlApi.gateway(address, user());
    }

    /** Prints the answer as asked for, and is done. */
    public int show(JsonNode answer, View view) {
        switch (format) {
            case TABLE -> view.print(answer, printer);
            case JSON -> printer.line(written(new ObjectMapper(), answer));
            case YAML -> printer.line(written(new YAMLMapper(), answer).stripTrailing());
            case CSV ->
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "Cannot print this as csv: only questions to the log are tables; try: perennial data sql MODEL"
                                + " \"SELECT count(*) FROM predictions\" -o csv");
            case HTML ->
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "Cannot print this as html: only a window's report has a page; try: perennial monitor report MODEL"
                                + " -o html");
        }
        return ExitCode.DONE.status();
    }

    /** Prints a page as it is, and is done. */
    public int showPage(String page) {
        printer.line(page.stripTrailing());
        return ExitCode.DONE.status();
    }

    private static String written(ObjectMapper mapper, JsonNode answer) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot print an answer", e);
        }
    }

    /** How the answer was asked to be printed. */
    public OutputFormat format() {
        return format;
    }

    /** Whether answers are for people. */
    public boolean isForPeople() {
        return format == OutputFormat.TABLE;
    }

    /** Whether a page was asked for. */
    public boolean isForPage() {
        return format == OutputFormat.HTML;
    }

    /** Waits a little before asking again; an interrupted wait ends the command. */
    public void pause() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }
}
