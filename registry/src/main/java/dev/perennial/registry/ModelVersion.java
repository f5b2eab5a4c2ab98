package dev.perennial.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One registered version of a model, written {@code flight-delay@3}; numbers count from 1 without gaps. */
public record ModelVersion(ModelName model, int number) implements Comparable<ModelVersion> {
    /** Checks that the number is positive. */
    public ModelVersion {
        if (number < 1) {
            throw new IllegalArgumentException("Invalid version number: " + number + ", expected 1 or more");
        }
    }

    /** Reads the form {@code model@number}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ModelVersion parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || !text.substring(at + 1).matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("Invalid version: '" + text + "', expected the form flight-delay@3");
        }
        return new ModelVersion(new ModelName(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
    }

    @Override
    public int compareTo(ModelVersion other) {
        int byModel = model.compareTo(other.model);
        return byModel != 0 ? byModel : Integer.compare(number, other.number);
    }

    @JsonValue
    @Override
    public String toString() {
        return model + "@" + number;
    }
}
