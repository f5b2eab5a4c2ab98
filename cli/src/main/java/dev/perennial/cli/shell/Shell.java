package dev.perennial.cli.shell;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Where a command runs: its streams, its variables and its clock. Commands take nothing from the JVM's globals, so a test
 * gives them another shell.
 *
 * @param properties the launcher's word on the installation: {@code perennial.root}, {@code java.home}, class path
 */
public record Shell(
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        Map<String, String> properties,
        InstantSource clock,
        Attachment attachment) {
    /** Copies the maps. */
    public Shell {
        variables = Map.copyOf(variables);
        properties = Map.copyOf(properties);
    }

    /** Who reads the output. */
    public enum Attachment {
        /** A person at a terminal. */
        TERMINAL,
        /** A file or another program. */
        PIPE
    }

    /** The checkout or installation that this program runs from. */
    public Path root() {
        return Path.of(properties.getOrDefault("perennial.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Where this user's environment keeps its state: {@code PERENNIAL_HOME}, or {@code .perennial} of the root. */
    public Path home() {
        String home = variables.get("PERENNIAL_HOME");
        return home == null || home.isBlank()
                ? root().resolve(".perennial")
                : Path.of(home).toAbsolutePath();
    }

    /** The command that starts another process of this program with the given heap, up to its main class. */
    public List<String> java(String heap) {
        return List.of(
                Path.of(properties.getOrDefault("java.home", "/usr"), "bin", "java")
                        .toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dperennial.root=" + root(),
                "-cp",
                properties.getOrDefault("perennial.classpath", properties.getOrDefault("java.class.path", "")),
                "dev.perennial.cli.Main");
    }
}
