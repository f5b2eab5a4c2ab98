package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Who did something: a person ({@code user:ada}), or a part of the platform ({@code system:monitor}). */
public record Actor(@JsonValue String value) {
    /** Checks that the name is one printable line of at most 200 characters. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Actor {
        if (value.isBlank() || value.length() > 200 || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("Invalid actor: expected 1 to 200 printable characters");
        }
    }

    /** A part of the platform acting by itself. */
    public static Actor system(String part) {
        return new Actor("system:" + part);
    }

    /** A person. */
    public static Actor user(String name) {
        return new Actor("user:" + name);
    }

    @Override
    public String toString() {
        return value;
    }
}
