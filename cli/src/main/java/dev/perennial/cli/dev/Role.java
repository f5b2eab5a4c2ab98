package dev.perennial.cli.dev;

import java.util.Locale;

/** What a process of an environment does. In the order in which they start; they stop in the reverse. */
public enum Role {
    TEMPORAL,
    STORE,
    CONSOLE,
    GATEWAY,
    WORKER;

    /** The lower-case word, as in the names of log files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
