package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an integrity check ends in; later constants are worse. */
public enum IntegrityState {
    /** As declared and as in the reference. */
    @JsonProperty("ok")
    OK,
    /** Not enough to go on; never a pass. */
    @JsonProperty("not-evaluable")
    NOT_EVALUABLE,
    /** Readable, but different from what was declared or from the reference. */
    @JsonProperty("drift")
    DRIFT,
    /** Not fit to be judged by or trained on: rows or columns are set aside until someone has looked. */
    @JsonProperty("quarantined")
    QUARANTINED
}
