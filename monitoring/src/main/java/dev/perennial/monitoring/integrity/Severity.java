package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How loudly a finding is told. A finding about data alone never pages: that takes measured or estimated harm. */
public enum Severity {
    /** Written down. */
    @JsonProperty("log")
    LOG,
    /** Someone looks at it in working hours. */
    @JsonProperty("ticket")
    TICKET
}
