package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of fixed length as model files write them: Java's, and weeks. */
final class IsoDuration {
    private static final Pattern WEEKS = Pattern.compile("P([0-9]{1,5})W");

    private IsoDuration() {}

    /** Reads what the schema's pattern lets through. */
    static Duration parse(String text) {
        Matcher weeks = WEEKS.matcher(text);
        return weeks.matches() ? Duration.ofDays(7L * Long.parseLong(weeks.group(1))) : Duration.parse(text);
    }
}
