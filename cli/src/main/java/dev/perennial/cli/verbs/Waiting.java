package dev.perennial.cli.verbs;

import picocli.CommandLine.Option;

/** Whether a command waits for the end of what it starts. */
final class Waiting {
    @Option(names = "--no-wait", description = "Return at once with the id of what was started.")
    private boolean leftOut;

    boolean isLeftOut() {
        return leftOut;
    }
}
