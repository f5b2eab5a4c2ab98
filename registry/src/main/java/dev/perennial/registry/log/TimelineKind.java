package dev.perennial.registry.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What an entry of the log is called on the domain timeline; written in kebab-case. */
public enum TimelineKind {
    SPEC_CHANGED,
    DATA_IMPORTED,
    MONITORING_STARTED,
    MONITORING_PAUSED,
    WINDOW_EVALUATED,
    WINDOW_ESTIMATED,
    DRIFT_DETECTED,
    HARM_ESTIMATED,
    HARM_MEASURED,
    ALERT_RAISED,
    ALERT_ACKNOWLEDGED,
    ALERT_ESCALATED,
    ALERT_RESOLVED,
    RETRAIN_REQUESTED,
    RETRAIN_REFUSED,
    RETRAIN_FAILED,
    CANDIDATE_TRAINED,
    CANDIDATE_REJECTED,
    VERSION_REGISTERED,
    VERSION_SIGNED,
    REVIEW_REQUESTED,
    REVIEW_APPROVED,
    REVIEW_REJECTED,
    REVIEW_EXPIRED,
    REVIEW_DISMISSED,
    ROLLOUT_STARTED,
    ROLLOUT_STEP,
    ROLLOUT_PAUSED,
    ROLLOUT_RESUMED,
    ROLLOUT_HELD,
    ROLLOUT_ABORTED,
    CHAMPION_PROMOTED,
    ROLLED_BACK,
    HOLD_PLACED,
    HOLD_RELEASED,
    ROWS_ERASED,
    ROWS_EXPIRED,
    EVENT_NOTED;

    /** The kebab-case word. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this word; {@link #EVENT_NOTED} for a word that a newer version wrote. */
    @JsonCreator
    static TimelineKind stored(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(EVENT_NOTED);
    }

    /** The kind with this word; refuses any other. */
    public static TimelineKind ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid timeline kind: '" + word
                        + "', expected one of "
                        + Arrays.stream(values()).map(TimelineKind::word).toList()));
    }
}
