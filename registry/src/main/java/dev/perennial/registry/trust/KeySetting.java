package dev.perennial.registry.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A key as a process is told it: the text in a variable, or the file that the variable with {@code _FILE} at its end names.
 * A process must be told: without a word on it nobody would notice that nothing is signed, or everything believed.
 */
final class KeySetting {
    /** Says that there is no key, and that this is meant so. */
    static final String NONE = "none";

    private KeySetting() {}

    /** The text; empty if it is {@value #NONE}. */
    static Optional<String> read(Map<String, String> environment, String name, String wanted) {
        String file = environment.getOrDefault(name + "_FILE", "");
        String text = environment.getOrDefault(name, "");
        if (!file.isBlank()) {
            try {
                text = Files.readString(Path.of(file));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "Invalid " + name + "_FILE: '" + file + "' cannot be read, expected " + wanted, e);
            }
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("Missing " + name + " or " + name + "_FILE: expected " + wanted
                    + " (perennial key new), or the word " + NONE);
        }
        return text.strip().equals(NONE) ? Optional.empty() : Optional.of(text);
    }
}
