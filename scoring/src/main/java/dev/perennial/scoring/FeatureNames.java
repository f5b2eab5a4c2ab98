package dev.perennial.scoring;

import java.util.regex.Pattern;

/** The rule for names of features, in one place. */
final class FeatureNames {

    static final int LONGEST = 200;
    private static final Pattern NAME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9_]*$");

    private FeatureNames() {}

    static void check(String name) {
        if (name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "Invalid feature name: " + name.length() + " characters, at most " + LONGEST + " are allowed");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Invalid feature name: \"" + name
                    + "\" (a letter, then letters, digits and underscores, is expected)");
        }
    }
}
