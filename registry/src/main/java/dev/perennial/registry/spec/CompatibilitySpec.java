package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Another tool whose figures a report gives beside Perennial's own. */
public enum CompatibilitySpec {
    /** Evidently 0.7. */
    EVIDENTLY_0_7("evidently-0.7");

    private final String word;

    CompatibilitySpec(String word) {
        this.word = word;
    }

    /** The word of model files. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The tool of this word. */
    @JsonCreator
    static CompatibilitySpec ofWord(String word) {
        return Arrays.stream(values())
                .filter(tool -> tool.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Invalid compat: '" + word + "', expected evidently-0.7"));
    }
}
