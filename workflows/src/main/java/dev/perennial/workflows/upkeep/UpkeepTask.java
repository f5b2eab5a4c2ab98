package dev.perennial.workflows.upkeep;

import java.util.Locale;

/** What is done to a model's log. */
public enum UpkeepTask {
    /** Many small files of an hour become one. */
    COMPACT,
    /** Hours older than the model's file declares go. */
    EXPIRE,
    /** The rows of one entity go. */
    ERASE;

    /** The word in ids and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
