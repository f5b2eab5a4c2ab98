package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How loudly a verdict is told. */
public enum AlarmSeverity {
    /** Recorded only. */
    @JsonProperty("log")
    LOG,
    /** For the next working day. */
    @JsonProperty("ticket")
    TICKET,
    /** Now. */
    @JsonProperty("page")
    PAGE;

    /** The word, such as {@code ticket}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
