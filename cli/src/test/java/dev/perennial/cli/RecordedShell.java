package dev.perennial.cli;

import dev.perennial.cli.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a person would, and keeps what they print. */
final class RecordedShell {
    private final Map<String, String> variables;

    RecordedShell(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** The same shell of another person. */
    RecordedShell as(String person) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put("PERENNIAL_ACTOR", person);
        return new RecordedShell(changed);
    }

    /** The same shell with another variable. */
    RecordedShell with(String name, String value) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(name, value);
        return new RecordedShell(changed);
    }

    Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                variables,
                Map.of("user.name", "tester"),
                InstantSource.system(),
                Shell.Attachment.PIPE);
        int status = Main.run(shell, arguments);
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** How a command ended. */
    record Ended(int status, String out, String err) {
        /** The output with everything that differs from run to run masked. */
        String masked() {
            return out.replaceAll("\\b[0-9a-f]{64}\\b", "<digest>")
                    .replaceAll("\\b[0-9a-f]{12}\\b", "<short>")
                    .replaceAll("127\\.0\\.0\\.1:[0-9]+", "<address>")
                    .replaceAll("[ \t]+(?=\n)", "");
        }
    }
}
