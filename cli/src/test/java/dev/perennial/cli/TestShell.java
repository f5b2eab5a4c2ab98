package dev.perennial.cli;

import dev.perennial.cli.shell.Shell;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Shells for tests. */
final class TestShell {
    private TestShell() {}

    /** A shell whose output nobody reads. */
    static Shell quiet() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Shell(
                nowhere,
                nowhere,
                Map.of(),
                Map.of(),
                InstantSource.fixed(Instant.parse("2013-03-01T00:00:00Z")),
                Shell.Attachment.PIPE);
    }
}
