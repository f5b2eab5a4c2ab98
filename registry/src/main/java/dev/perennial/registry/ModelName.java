package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name under which a model is declared; part of object keys and workflow ids, so its alphabet is narrow. */
public record ModelName(@JsonValue String value) implements Comparable<ModelName> {
    private static final Pattern ALPHABET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Checks the alphabet: 1 to 63 of {@code a-z 0-9 . _ -}, the first a letter or digit. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelName {
        if (!ALPHABET.matcher(value).matches()) {
            throw new IllegalArgumentException("Invalid model name: '" + value
                    + "', expected 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit");
        }
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
