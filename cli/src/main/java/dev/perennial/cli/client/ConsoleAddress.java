package dev.perennial.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the servers of this environment: what was said on the command line, else what a variable says, else what
 * {@code perennial dev} has written to {@code dev.json}.
 */
public final class ConsoleAddress {
    private final Shell shell;

    ConsoleAddress(Shell shell) {
        this.shell = shell;
    }

    /** The control API's address. */
    String console(Optional<String> said) {
        return found(said, "PERENNIAL_URL", "console")
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "No control API is known: neither --url nor PERENNIAL_URL is given, and there is no "
                                + devFile() + "; start everything on this machine with: perennial dev"));
    }

    /** A gateway's address, if one is known here. */
    Optional<String> gateway(Optional<String> said) {
        return found(said, "PERENNIAL_GATEWAY_URL", "gateway");
    }

    /** This environment's variables, with those of {@code dev.json} where this one has none. */
    public Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        dev().ifPresent(dev -> dev.path("environment")
                .properties()
                .forEach(field -> all.put(field.getKey(), field.getValue().asText())));
        all.putAll(shell.variables());
        return all;
    }

    private Optional<String> found(Optional<String> said, String variable, String field) {
        return said.or(() ->
                        Optional.ofNullable(shell.variables().get(variable)).filter(value -> !value.isBlank()))
                .or(() -> dev().map(dev -> dev.path(field).asText("")).filter(value -> !value.isEmpty()))
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    private Path devFile() {
        return shell.home().resolve("dev.json");
    }

    private Optional<JsonNode> dev() {
        if (!Files.isReadable(devFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(devFile().toFile()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "Cannot read " + devFile() + ": " + e.getMessage());
        }
    }
}
