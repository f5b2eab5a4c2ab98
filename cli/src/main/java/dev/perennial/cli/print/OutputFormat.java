package dev.perennial.cli.print;

import java.util.Locale;

/** How an answer is printed; JSON and YAML keep the control API's field names. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON,
    /** For both. */
    YAML,
    /** For spreadsheets and data frames. */
    CSV,
    /** For browsers: one page that needs nothing else. */
    HTML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
