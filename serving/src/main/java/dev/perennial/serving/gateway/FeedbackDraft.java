package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.serving.log.FeedbackKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A feedback item while its fields are read. Of several problems the last one found is named. */
final class FeedbackDraft {
    private static final int LONGEST_ACTION = 32;
    private static final long LARGEST_REVISION = (1L << 53) - 1;

    private String id = "";
    private @Nullable String ownId;
    private @Nullable Instant eventTime;
    private @Nullable FeedbackKind kind = FeedbackKind.LABEL;
    private Said label = Said.NOTHING;
    private Said value = Said.NOTHING;
    private @Nullable String action;
    private long revision;
    private @Nullable Instant saidAt;
    private @Nullable String source;
    private @Nullable String problem;

    void read(String field, JsonParser in) throws IOException {
        switch (field) {
            case "prediction_id" -> {
                String text = text(in);
                id = text == null ? "" : text;
            }
            case "own_id" -> ownId = stated(in, field);
            case "event_time" -> eventTime = instant(in, field);
            case "kind" -> {
                String word = text(in);
                kind = word == null ? null : FeedbackKind.ofWord(word).orElse(null);
            }
            case "label" -> label = Said.read(in);
            case "value", "rating" -> value = Said.read(in);
            case "action" -> action = stated(in, field);
            case "revision" -> revision = revision(in);
            case "labelled_at" -> saidAt = instant(in, field);
            case "source" -> source = stated(in, field);
            default -> in.skipChildren();
        }
    }

    /** The text under the parser; null where there is none, or a longer one than anything here has. */
    static @Nullable String text(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.getTextLength() <= FeedbackItem.LONGEST_TEXT) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    private @Nullable String stated(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String text = text(in);
        if (text == null || text.isEmpty()) {
            problem = field + " is no text of 1 to " + FeedbackItem.LONGEST_TEXT + " characters";
        }
        return text;
    }

    private long revision(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        Said said = Said.read(in);
        double number = said.number();
        if (number >= 1 && number <= LARGEST_REVISION && number == Math.rint(number)) {
            return (long) number;
        }
        problem = "revision is no whole number from 1 to " + LARGEST_REVISION;
        return 0;
    }

    private @Nullable Instant instant(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        try {
            return Instant.parse(String.valueOf(text(in)));
        } catch (DateTimeException e) {
            problem = field + " is no time with its zone, such as 2013-03-01T14:00:00Z";
            return null;
        }
    }

    FeedbackItem item(int index) {
        FeedbackKind said = kind == null ? FeedbackKind.LABEL : kind;
        Said worth = said.isTruth() ? label : value;
        String wrong = id.isEmpty() && ownId == null ? "prediction_id is missing" : wrong(said);
        return new FeedbackItem(
                index,
                id,
                ownId,
                eventTime,
                said,
                worth,
                said == FeedbackKind.CLICK && action == null ? "click" : action,
                revision,
                saidAt,
                source,
                wrong);
    }

    private @Nullable String wrong(FeedbackKind said) {
        if (kind == null) {
            return "kind is none of label, correction, rating and click";
        }
        if (!id.isEmpty() && ownId != null) {
            return "prediction_id and own_id are both given, expected one";
        }
        if (ownId != null && eventTime == null && problem == null) {
            return "event_time is missing: an own_id names a prediction together with its event time";
        }
        if (problem != null) {
            return problem;
        }
        return switch (said) {
            case LABEL, CORRECTION -> label.isNothing() ? "label is missing" : null;
            case RATING -> Double.isFinite(value.number()) ? null : "value is missing or no finite number";
            case CLICK -> click();
        };
    }

    private @Nullable String click() {
        if (action != null && !action.matches("[a-z][a-z0-9_-]{0," + (LONGEST_ACTION - 1) + "}")) {
            return "action is no word of 1 to " + LONGEST_ACTION
                    + " of a-z, 0-9, '_' and '-', such as click, skip or dwell";
        }
        if (!value.isNothing() && !Double.isFinite(value.number())) {
            return "value is no finite number";
        }
        return "dwell".equals(action) && value.isNothing() ? "value is missing: how many seconds it was" : null;
    }
}
