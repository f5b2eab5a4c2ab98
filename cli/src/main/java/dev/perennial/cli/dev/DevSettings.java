package dev.perennial.cli.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an environment on this machine is made of.
 *
 * @param infra the folder of the scripts that run the servers
 * @param installed where those scripts install the servers
 * @param home where {@code dev.json} is written and logs are kept
 * @param data where all state is kept
 * @param java the command that starts a process of the product, up to its main class
 * @param sealAfter how long a gateway keeps a quiet segment open
 * @param variables the environment of this process, which may name servers that run already
 */
public record DevSettings(
        Path infra,
        Path installed,
        Path home,
        Path data,
        List<String> java,
        Duration sealAfter,
        Map<String, String> variables) {
    /** Copies the collections. */
    public DevSettings {
        java = List.copyOf(java);
        variables = Map.copyOf(variables);
    }

    /** Where the processes write what they print. */
    Path logs() {
        return home.resolve("logs");
    }
}
